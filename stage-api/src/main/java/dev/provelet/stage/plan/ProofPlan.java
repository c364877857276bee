package dev.provelet.stage.plan;

import dev.provelet.contract.function.AggregationShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The tasks of a proof. What exists is a function of the target and of what is known about the run;
 * as the run goes on it only grows, in whatever order tasks are done.
 */
public final class ProofPlan {
  /** The run's public output, made by the split or execute task. */
  public static final String OUTPUT = "output";

  /** What there is to say about the run, as JSON, made by the split or execute task. */
  public static final String RUN = "run";

  /** The proof of the whole run. */
  public static final String FINAL_PROOF = "wrap";

  /** The verifier's consent, which has no object. */
  public static final String VERDICT = "verify";

  /** The final proof, proved again over BN254. */
  public static final String ROOT_PROOF = "root";

  /** A proof in Halo2 that the root proof verifies. */
  public static final String STATIC_PROOF = "snark";

  /** The proof that a contract checks. */
  public static final String ON_CHAIN_PROOF = "wrap-evm";

  /** The consent of the on-chain proof's verifier, which has no object. */
  public static final String ON_CHAIN_VERDICT = "verify-snark";

  /** Verdicts, each on what its task needs. */
  public static final List<String> VERDICTS = List.of(VERDICT, ON_CHAIN_VERDICT);

  private ProofPlan() {}

  /** The tasks that there are before anything is known of the run. */
  public static List<PlannedTask> first(ProofTarget target, ProofOrigin origin) {
    return switch (origin) {
      case PROGRAM -> first(target);
      case FINAL_PROOF -> {
        if (target != ProofTarget.SNARK) {
          throw new IllegalArgumentException("a final proof is taken on to a proof for a chain");
        }
        yield Stream.concat(
                onChain().stream(),
                Stream.of(publish(List.of(ON_CHAIN_VERDICT, FINAL_PROOF, ON_CHAIN_PROOF, OUTPUT))))
            .toList();
      }
    };
  }

  private static List<PlannedTask> first(ProofTarget target) {
    return switch (target) {
      case EXECUTE ->
          List.of(
              new PlannedTask("execute", TaskKind.EXECUTE, 0, List.of()), publish(List.of(OUTPUT)));
      case SEGMENTS, STARK, SNARK ->
          List.of(new PlannedTask("split", TaskKind.SPLIT, 0, List.of()));
    };
  }

  /**
   * The tasks that are to be added when what is known of the run goes from {@code before} to {@code
   * after}.
   *
   * @param aggregation known before the first segment is
   */
  public static List<PlannedTask> grown(
      ProofTarget target,
      Optional<AggregationShape> aggregation,
      RunProgress before,
      RunProgress after) {
    boolean ends = after.ended() && !before.ended();
    Stream<PlannedTask> proves =
        IntStream.range(before.segments(), after.segments()).mapToObj(ProofPlan::prove);
    return switch (target) {
      case EXECUTE -> List.of();
      case SEGMENTS ->
          Stream.concat(proves, ends ? Stream.of(publishSegments(after.segments())) : Stream.of())
              .toList();
      case STARK, SNARK -> {
        AggregationTree tree =
            new AggregationTree(
                aggregation.orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "a segment is known before it is known how proofs are aggregated")));
        yield Stream.of(
                proves,
                tree.grown(before, after).stream(),
                ends ? top(target, tree.root(after)).stream() : Stream.<PlannedTask>of())
            .flatMap(tasks -> tasks)
            .toList();
      }
    };
  }

  /** Every task of a proof whose run is known as far as {@code run} says. */
  public static List<PlannedTask> all(
      ProofTarget target,
      ProofOrigin origin,
      Optional<AggregationShape> aggregation,
      RunProgress run) {
    return switch (origin) {
      case PROGRAM ->
          Stream.concat(
                  first(target).stream(),
                  grown(target, aggregation, RunProgress.NONE, run).stream())
              .toList();
      case FINAL_PROOF -> first(target, origin);
    };
  }

  /** The artifact that a prove task is made from. */
  public static String segment(int index) {
    return "segment-" + index;
  }

  private static PlannedTask prove(int index) {
    return new PlannedTask("prove-" + index, TaskKind.PROVE, index, List.of(segment(index)));
  }

  private static List<PlannedTask> top(ProofTarget target, String root) {
    List<PlannedTask> tasks = new ArrayList<>();
    tasks.add(new PlannedTask(FINAL_PROOF, TaskKind.WRAP, 0, List.of(root)));
    tasks.add(new PlannedTask(VERDICT, TaskKind.VERIFY, 0, List.of(FINAL_PROOF, OUTPUT)));
    if (target == ProofTarget.SNARK) {
      tasks.addAll(onChain());
      tasks.add(publish(List.of(VERDICT, ON_CHAIN_VERDICT, FINAL_PROOF, ON_CHAIN_PROOF, OUTPUT)));
    } else {
      tasks.add(publish(List.of(VERDICT, FINAL_PROOF, OUTPUT)));
    }
    return tasks;
  }

  /** From the final proof to the one that a contract checks. */
  private static List<PlannedTask> onChain() {
    return List.of(
        new PlannedTask(ROOT_PROOF, TaskKind.ROOT, 0, List.of(FINAL_PROOF)),
        new PlannedTask(STATIC_PROOF, TaskKind.SNARK, 0, List.of(ROOT_PROOF)),
        new PlannedTask(ON_CHAIN_PROOF, TaskKind.WRAP_EVM, 0, List.of(STATIC_PROOF)),
        new PlannedTask(
            ON_CHAIN_VERDICT, TaskKind.VERIFY_SNARK, 0, List.of(ON_CHAIN_PROOF, OUTPUT)));
  }

  private static PlannedTask publishSegments(int segments) {
    List<String> needs = new ArrayList<>();
    needs.add(OUTPUT);
    for (int i = 0; i < segments; i++) {
      needs.add("prove-" + i);
    }
    return publish(needs);
  }

  private static PlannedTask publish(List<String> needs) {
    return new PlannedTask("publish", TaskKind.PUBLISH, 0, needs);
  }
}
