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

  private ProofPlan() {}

  /** What a proof begins with. */
  public static List<PlannedTask> first(ProofTarget target) {
    return switch (target) {
      case EXECUTE ->
          List.of(
              new PlannedTask("execute", TaskKind.EXECUTE, 0, List.of()),
              new PlannedTask("publish", TaskKind.PUBLISH, 0, List.of(OUTPUT)));
      case SEGMENTS, STARK -> List.of(new PlannedTask("split", TaskKind.SPLIT, 0, List.of()));
    };
  }

  /**
   * The tasks that are to be added when what is known goes from {@code before} to {@code after}.
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
      case STARK -> {
        AggregationTree tree =
            new AggregationTree(
                aggregation.orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "a segment is known before it is known how proofs are aggregated")));
        yield Stream.of(
                proves,
                tree.grown(before, after).stream(),
                ends ? top(tree.root(after)).stream() : Stream.<PlannedTask>of())
            .flatMap(tasks -> tasks)
            .toList();
      }
    };
  }

  /** Every task of a proof whose run is known as far as {@code run} says. */
  public static List<PlannedTask> all(
      ProofTarget target, Optional<AggregationShape> aggregation, RunProgress run) {
    return Stream.concat(
            first(target).stream(), grown(target, aggregation, RunProgress.NONE, run).stream())
        .toList();
  }

  /** The artifact that a prove task is made from. */
  public static String segment(int index) {
    return "segment-" + index;
  }

  private static PlannedTask prove(int index) {
    return new PlannedTask("prove-" + index, TaskKind.PROVE, index, List.of(segment(index)));
  }

  private static List<PlannedTask> top(String root) {
    return List.of(
        new PlannedTask(FINAL_PROOF, TaskKind.WRAP, 0, List.of(root)),
        new PlannedTask(VERDICT, TaskKind.VERIFY, 0, List.of(FINAL_PROOF, OUTPUT)),
        new PlannedTask("publish", TaskKind.PUBLISH, 0, List.of(VERDICT, FINAL_PROOF, OUTPUT)));
  }

  private static PlannedTask publishSegments(int segments) {
    List<String> needs = new ArrayList<>();
    needs.add(OUTPUT);
    for (int i = 0; i < segments; i++) {
      needs.add("prove-" + i);
    }
    return new PlannedTask("publish", TaskKind.PUBLISH, 0, needs);
  }
}
