package dev.provelet.contract.artifact;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a finished proof offers for download, under {@code /{proof id}/{path}} of the file server.
 */
public enum PublishedName {
  /** The final proof object of the engine. */
  PROOF("proof.bin", "application/octet-stream"),
  /** What the guest wrote to its standard output: the public output. */
  OUTPUT("output.bin", "application/octet-stream"),
  /** 64 bytes: SHA-256(public input) ‖ SHA-256(output). */
  PUBLIC_VALUES("public_values.bin", "application/octet-stream"),
  /** The same 64 bytes where clients of the stage.v1 protocol look for them. */
  WRAP_PUBLIC_VALUES("wrap/public_values.bin", "application/octet-stream"),
  /** The run: exit, cycles, segments, timings per step. */
  REPORT("report.json", "application/json"),
  /** The on-chain proof where clients of the stage.v1 protocol look for it. */
  SNARK_PROOF("snark/proof_with_public_inputs.json", "application/json"),
  /** The bytes that the verifier's contract takes as its proof. */
  SNARK_RAW_PROOF("snark/proof.bin", "application/octet-stream"),
  /** The call of the verifier's contract that checks the on-chain proof, ABI-encoded. */
  SNARK_CALLDATA("snark/calldata.bin", "application/octet-stream"),
  /**
   * The segment proofs of a proof that stops before aggregation, one after the other with lengths.
   */
  SEGMENT_PROOFS("segments.bin", "application/octet-stream");

  private final String path;
  private final String mediaType;

  PublishedName(String path, String mediaType) {
    this.path = path;
    this.mediaType = mediaType;
  }

  public String path() {
    return path;
  }

  public String mediaType() {
    return mediaType;
  }

  public static Optional<PublishedName> ofPath(String path) {
    return Arrays.stream(values()).filter(name -> name.path.equals(path)).findFirst();
  }
}
