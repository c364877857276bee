package dev.provelet.stage.testing;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.FunctionJson;
import dev.provelet.contract.snark.OnChainProof;
import dev.provelet.contract.snark.Setup;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** An {@code evm.json} whose proof is a text. */
public final class FakeOnChainProof {
  private static final String ZERO = "0x" + "0".repeat(64);

  private FakeOnChainProof() {}

  public static String of(String content) {
    String hex = "0x" + HexFormat.of().formatHex(content.getBytes(StandardCharsets.UTF_8));
    String call = "0x" + HexFormat.of().formatHex(calldata(content));
    return FunctionJson.write(
        new OnChainProof(
            new OnChainProof.Halo2Kzg(
                "fake-1",
                Setup.INSECURE_DEV,
                ZERO,
                ZERO,
                ZERO,
                ZERO,
                hex,
                call,
                Digest.of(new byte[0]).hex())));
  }

  /** What is called for a proof of this text. */
  public static byte[] calldata(String content) {
    return ("call " + content).getBytes(StandardCharsets.UTF_8);
  }

  /** The text. */
  public static String content(String json) {
    return new String(
        OnChainProof.read(json.getBytes(StandardCharsets.UTF_8)).halo2Kzg().proofBytes(),
        StandardCharsets.UTF_8);
  }
}
