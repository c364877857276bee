package dev.provelet.contract.snark;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.provelet.contract.function.FunctionJson;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * An on-chain proof as it is published: {@code snark/proof_with_public_inputs.json}.
 *
 * @param halo2Kzg by its proof system, as clients of the stage.v1 protocol expect it
 */
public record OnChainProof(@JsonProperty("Halo2Kzg") Halo2Kzg halo2Kzg) {
  /** More than any has, in bytes: bounds what is read. */
  public static final int MAX_BYTES = 64 << 10;

  /**
   * @throws IllegalArgumentException with words for whoever made it
   */
  public static OnChainProof read(byte[] json) {
    return FunctionJson.read(new String(json, StandardCharsets.UTF_8), OnChainProof.class);
  }

  /**
   * Bytes and hashes are lower-case hex with 0x, {@code verifierSha256} excepted, which is as
   * digests are.
   *
   * @param version the engine version
   * @param appExeCommit the program's commitment
   * @param appVmCommit the machine's
   * @param publicInputSha256 SHA-256 of the public input
   * @param outputSha256 SHA-256 of the public output
   * @param proof what the contract takes as its proof
   * @param calldata the whole call of the contract
   * @param verifierSha256 SHA-256 of the {@code verifier.json} that it was checked with
   */
  public record Halo2Kzg(
      String version,
      Setup setup,
      String appExeCommit,
      String appVmCommit,
      String publicInputSha256,
      String outputSha256,
      String proof,
      String calldata,
      String verifierSha256) {
    private static final Pattern HEX = Pattern.compile("0x(?:[0-9a-f]{2})*");

    /** The bytes of {@link #proof}. */
    public byte[] proofBytes() {
      return bytes("proof", proof);
    }

    /** The bytes of {@link #calldata}. */
    public byte[] calldataBytes() {
      return bytes("calldata", calldata);
    }

    private static byte[] bytes(String field, String hex) {
      if (!HEX.matcher(hex).matches()) {
        throw new IllegalArgumentException(
            field + ": not 0x and an even number of lower-case hex digits");
      }
      return HexFormat.of().parseHex(hex, 2, hex.length());
    }
  }
}
