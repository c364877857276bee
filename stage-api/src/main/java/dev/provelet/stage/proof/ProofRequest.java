package dev.provelet.stage.proof;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.stage.plan.ProofOrigin;
import dev.provelet.stage.plan.ProofTarget;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, the contents by their digests.
 *
 * @param program the ELF
 * @param limits of the run
 * @param from the proof whose final proof is taken on; null: the program is run
 */
public record ProofRequest(
    ProofTarget target,
    Content program,
    Content stdin,
    Content publicInput,
    Limits limits,
    @Nullable ProofId from) {

  /** Of a program that is run. */
  public ProofRequest(
      ProofTarget target, Content program, Content stdin, Content publicInput, Limits limits) {
    this(target, program, stdin, publicInput, limits, null);
  }

  /**
   * @param size in bytes
   */
  public record Content(Digest sha256, long size) {
    public static Content of(byte[] bytes) {
      return new Content(Digest.of(bytes), bytes.length);
    }
  }

  /**
   * Everything that a run is made from.
   *
   * @param program the ELF
   */
  public record Inputs(Content program, Content stdin, Content publicInput) {}

  public ProofOrigin origin() {
    return from == null ? ProofOrigin.PROGRAM : ProofOrigin.FINAL_PROOF;
  }

  public Digest elfId() {
    return program.sha256();
  }

  public Inputs inputs() {
    return new Inputs(program, stdin, publicInput);
  }

  /**
   * @param maxCycles 0: the engine's own limit
   * @param segmentLogHeight 0: the engine's choice
   * @param maxFunctions functions that work on this proof at a time; 0: as many as there are
   */
  public record Limits(long maxCycles, int segmentLogHeight, int maxFunctions) {
    public static final Limits NONE = new Limits(0, 0, 0);

    /** The greatest {@link #maxFunctions} that can be asked for. */
    public static final int MOST_FUNCTIONS = 10_000;
  }

  /** The same for the same request, so that a repeated submission is recognised. */
  public Digest digest() {
    String all =
        String.join(
                "|",
                target.name(),
                program.sha256().hex(),
                stdin.sha256().hex(),
                publicInput.sha256().hex(),
                Long.toString(limits.maxCycles()),
                Integer.toString(limits.segmentLogHeight()),
                Integer.toString(limits.maxFunctions()))
            + Optional.ofNullable(from).map(proof -> "|" + proof).orElse("");
    return Digest.of(all.getBytes(StandardCharsets.UTF_8));
  }
}
