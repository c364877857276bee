package dev.provelet.cli.command;

import dev.provelet.cli.CommandException;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.FunctionJson;
import dev.provelet.contract.snark.Setup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** With what on-chain proofs are checked here: a {@code verifier.json}, which the user trusts. */
final class OnChainCheck {
  private static final long MAX_BYTES = 64 << 10;

  private final byte[] json;
  private final Verifier verifier;

  private OnChainCheck(byte[] json, Verifier verifier) {
    this.json = json;
    this.verifier = verifier;
  }

  /** Of {@code verifier.json}, what people are told. */
  private record Verifier(Setup setup, String contract) {}

  static OnChainCheck read(Path file) throws CommandException {
    byte[] json = InputFiles.read(file, "the verifier", MAX_BYTES);
    try {
      return new OnChainCheck(
          json, FunctionJson.read(new String(json, StandardCharsets.UTF_8), Verifier.class));
    } catch (IllegalArgumentException e) {
      throw new CommandException(file + " is no verifier.json: " + e.getMessage(), e);
    }
  }

  byte[] json() {
    return json;
  }

  /** Whether these bytes may be an on-chain proof; a final proof does not begin so. */
  static boolean isOnChainProof(byte[] proof) {
    return proof.length > 0 && proof[0] == '{';
  }

  /**
   * @param allowed whether the user asked for it
   */
  void requireSecure(boolean allowed) throws CommandException {
    if (verifier.setup() != Setup.INSECURE_DEV) {
      return;
    }
    if (!allowed) {
      throw new CommandException(
          "NOT verified: this verifier is of setup insecure-dev, with which everybody can forge"
              + " proofs; to develop, add --allow-insecure-dev");
    }
    System.err.println(
        "provelet: WARNING: the setup is insecure-dev: everybody can forge such proofs. This one shows"
            + " nothing to anybody.");
  }

  /** What the proof was checked against, for people. */
  String words() {
    return "setup %s, contract %s, verifier.json with SHA-256 %s"
        .formatted(verifier.setup(), verifier.contract(), Digest.of(json));
  }
}
