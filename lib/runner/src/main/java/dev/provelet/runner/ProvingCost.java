package dev.provelet.runner;

import dev.provelet.contract.function.AggregationShape;
import dev.provelet.engine.Engine.Machine;
import dev.provelet.engine.SplitReport;

/**
 * What proving a run will cost, estimated from its split: for segments, what fits thirteen of four
 * programs, of up to 564,000 instructions, to 3 %; and so much for each proof above them.
 *
 * @param cpuSeconds seconds of one core, see {@link #BASIS}
 */
public record ProvingCost(double cpuSeconds) {

  /** What the estimate was measured on. */
  public static final String BASIS = "a core with AVX-512; the estimate is good to a factor of two";

  private static final double SECONDS_PER_SEGMENT = 3.67;
  private static final double SECONDS_PER_MILLION_FRACTIONS = 0.647;
  private static final double SECONDS_PER_MILLION_INTERACTIONS = 0.812;
  private static final double SECONDS_PER_MILLION_CELLS = 0.028;

  private static final double SECONDS_PER_LEAF = 26;
  private static final double SECONDS_PER_ACCELERATED_LEAF = 55;
  private static final double SECONDS_PER_INTERNAL = 35;
  private static final double SECONDS_PER_RECURSIVE = 23;
  private static final double SECONDS_PER_WRAP = 20;

  /**
   * @param shape the engine's
   */
  public static ProvingCost of(SplitReport split, AggregationShape shape) {
    SplitReport.Work work = split.work();
    return new ProvingCost(
        SECONDS_PER_SEGMENT * split.segments()
            + SECONDS_PER_MILLION_FRACTIONS * work.fractions() / 1e6
            + SECONDS_PER_MILLION_INTERACTIONS * work.interactions() / 1e6
            + SECONDS_PER_MILLION_CELLS * work.cells() / 1e6
            + aggregation(split, shape));
  }

  private static double aggregation(SplitReport split, AggregationShape shape) {
    double seconds = SECONDS_PER_WRAP;
    for (AggregationShape.Layer layer : shape.layers(split.segments(), true)) {
      seconds +=
          layer.nodes()
              * switch (layer.kind()) {
                case LEAF -> leaf(split.machine());
                case INTERNAL -> SECONDS_PER_INTERNAL;
                case RECURSIVE -> SECONDS_PER_RECURSIVE;
                case WRAP -> SECONDS_PER_WRAP;
              };
    }
    return seconds;
  }

  private static double leaf(Machine machine) {
    return switch (machine) {
      case BASE, LARGE_BASE -> SECONDS_PER_LEAF;
      case ACCELERATED, LARGE_ACCELERATED -> SECONDS_PER_ACCELERATED_LEAF;
    };
  }
}
