package dev.provelet.stage.proof;

import dev.provelet.contract.artifact.ProofId;
import dev.provelet.stage.plan.RunProgress;
import dev.provelet.stage.proof.ProofRequest.Inputs;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A proof as the database has it.
 *
 * @param run the progress of its run
 * @param read what the function that ran it read, once one has begun to
 * @param end how the run went, once it has ended
 * @param engineVersion of the function that ran it
 */
public record Proof(
    ProofId id,
    ProofRequest request,
    ProofState state,
    RunProgress run,
    @Nullable Inputs read,
    @Nullable RunEnd end,
    @Nullable String engineVersion,
    Instant submittedAt) {

  /**
   * How a run ended.
   *
   * @param cycles instructions executed
   */
  public record RunEnd(long cycles, int exitStatus, String stderr) {
    public RunEnd {
      stderr = stderr.length() <= Failure.MAX_TEXT ? stderr : stderr.substring(0, Failure.MAX_TEXT);
    }
  }

  public Optional<Inputs> inputsRead() {
    return Optional.ofNullable(read);
  }

  public Optional<RunEnd> runEnd() {
    return Optional.ofNullable(end);
  }
}
