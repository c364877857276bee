package dev.provelet.stage.status;

import dev.provelet.stage.plan.PlannedTask;
import dev.provelet.stage.plan.ProofOrigin;
import dev.provelet.stage.plan.ProofPlan;
import dev.provelet.stage.plan.ProofTarget;
import dev.provelet.stage.plan.RunProgress;
import dev.provelet.stage.plan.TaskKind;
import dev.provelet.stage.proof.Proof;
import dev.provelet.stage.proof.ProofState;
import dev.provelet.stage.task.TaskStatistics.OfKind;
import dev.provelet.stage.task.Working;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How far a proof is.
 *
 * @param step the earliest that is not done
 * @param percent of the work known so far, by rough weights; may go back while the run goes on and
 *     new segments are found; 100 only once the proof has succeeded
 * @param segmentsDone segments that are proved
 */
public record Progress(ClientStep step, int percent, int segmentsDone) {
  private static final int ALMOST = 99;

  /** A proof's journey as clients see it. */
  public enum ClientStep {
    EXECUTE,
    SPLIT,
    PROVE,
    AGGREGATE,
    SNARK,
    VERIFY,
    END;

    static ClientStep of(TaskKind kind) {
      return switch (kind) {
        case EXECUTE -> EXECUTE;
        case SPLIT -> SPLIT;
        case PROVE -> PROVE;
        case LEAF, INTERNAL, RECURSIVE, WRAP -> AGGREGATE;
        case ROOT, SNARK, WRAP_EVM -> SNARK;
        case VERIFY, VERIFY_SNARK, PUBLISH -> VERIFY;
      };
    }
  }

  static Progress of(Proof proof, List<OfKind> statistics) {
    Map<TaskKind, Integer> done = new EnumMap<>(TaskKind.class);
    statistics.forEach(of -> done.put(of.kind(), of.done()));
    List<PlannedTask> plan = plan(proof);
    long all = plan.stream().mapToLong(task -> task.kind().weight()).sum();
    long behind = statistics.stream().mapToLong(Progress::behind).sum();
    boolean succeeded =
        switch (proof.state()) {
          case ProofState.Succeeded _ -> true;
          case ProofState.Queued _,
              ProofState.Running _,
              ProofState.Failed _,
              ProofState.Cancelled _ ->
              false;
        };
    return new Progress(
        succeeded ? ClientStep.END : earliest(plan, done),
        succeeded ? 100 : (int) Math.min(ALMOST, 100 * behind / Math.max(1, all)),
        segmentsDone(proof, done));
  }

  /** A final proof that is taken on has all segments proved. */
  private static int segmentsDone(Proof proof, Map<TaskKind, Integer> done) {
    return switch (proof.request().origin()) {
      case PROGRAM -> done.getOrDefault(TaskKind.PROVE, 0);
      case FINAL_PROOF -> proof.run().segments();
    };
  }

  private static long behind(OfKind of) {
    Working working = of.working();
    long part =
        working == null || working.total() == 0
            ? 0
            : (long) of.kind().weight() * working.done() / working.total();
    return (long) of.kind().weight() * of.done() + part;
  }

  /** Before the program is loaded, nothing but the split is known. */
  private static List<PlannedTask> plan(Proof proof) {
    ProofTarget target = proof.request().target();
    ProofOrigin origin = proof.request().origin();
    boolean aggregated =
        switch (target) {
          case EXECUTE, SEGMENTS -> false;
          case STARK, SNARK -> true;
        };
    return aggregated && proof.aggregation().isEmpty()
        ? ProofPlan.first(target, origin)
        : ProofPlan.all(target, origin, proof.aggregation(), expected(proof));
  }

  /** As if the run ended with what is known of it. */
  private static RunProgress expected(Proof proof) {
    return proof.request().target() == ProofTarget.EXECUTE
        ? RunProgress.NONE
        : new RunProgress(Math.max(1, proof.run().segments()), true);
  }

  private static ClientStep earliest(List<PlannedTask> plan, Map<TaskKind, Integer> done) {
    Map<TaskKind, Integer> planned = new EnumMap<>(TaskKind.class);
    plan.forEach(task -> planned.merge(task.kind(), 1, Integer::sum));
    return planned.entrySet().stream()
        .filter(kind -> done.getOrDefault(kind.getKey(), 0) < kind.getValue())
        .map(kind -> ClientStep.of(kind.getKey()))
        .min(ClientStep::compareTo)
        .orElse(ClientStep.END);
  }
}
