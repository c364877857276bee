package dev.provelet.stage.proof;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.contract.function.AggregationShape;
import dev.provelet.stage.plan.RunProgress;
import dev.provelet.stage.proof.ProofRequest.Inputs;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A proof as the database has it.
 *
 * @param keySet with which a proof for a chain is made
 * @param run the progress of its run
 * @param read what the function that ran it read, once one has begun to
 * @param loaded the program that the function which runs it has loaded, once one has
 * @param cyclesSoFar instructions executed by a run that goes on, as far as known
 * @param end how the run went, once it has ended
 * @param engineVersion of the function that ran it
 */
public record Proof(
    ProofId id,
    ProofRequest request,
    @Nullable Digest keySet,
    ProofState state,
    RunProgress run,
    @Nullable Inputs read,
    @Nullable LoadedProgram loaded,
    @Nullable Long cyclesSoFar,
    @Nullable RunEnd end,
    @Nullable String engineVersion,
    Instant submittedAt) {

  /**
   * The program that is run.
   *
   * @param programId absent of proofs that are older than its being said
   * @param aggregation how its segment proofs are aggregated
   */
  public record LoadedProgram(@Nullable Digest programId, AggregationShape aggregation) {}

  /**
   * How a run ended.
   *
   * @param cycles instructions executed
   */
  public record RunEnd(long cycles, String stderr) {
    public RunEnd {
      stderr = stderr.length() <= Failure.MAX_TEXT ? stderr : stderr.substring(0, Failure.MAX_TEXT);
    }
  }

  public Optional<Digest> onChainKeySet() {
    return Optional.ofNullable(keySet);
  }

  public Optional<Inputs> inputsRead() {
    return Optional.ofNullable(read);
  }

  public Optional<Digest> programId() {
    return Optional.ofNullable(loaded).map(LoadedProgram::programId);
  }

  public Optional<AggregationShape> aggregation() {
    return Optional.ofNullable(loaded).map(LoadedProgram::aggregation);
  }

  public Optional<RunEnd> runEnd() {
    return Optional.ofNullable(end);
  }
}
