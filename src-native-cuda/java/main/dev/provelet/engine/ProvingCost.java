package dev.provelet.engine;

/**
 * What proving a run will cost, estimated from its split: a straight line through what was measured
 * of segments between 5,000 and 320,000 instructions, and so much for each proof above them.
 *
 * @param cpuSeconds seconds of one core, see {@link #BASIS}
 */
public record ProvingCost(double cpuSeconds) {

  /** What the estimate was measured on. */
  public static final String BASIS = "a core with AVX-512; the estimate is good to a factor of two";

  /** What a segment costs even if it does nothing: its tables. */
  private static final double SECONDS_PER_SEGMENT = 6;

  /** The rows of these tables: ranges, pairs of ranges, pairs of bytes. */
  private static final long TABLE_ROWS = (1 << 18) + (1 << 19) + (1 << 16);

  private static final double SECONDS_PER_MILLION_ROWS = 35;

  private static final double SECONDS_PER_AGGREGATION = 28;
  private static final int LEAF_CHILDREN = 4;
  private static final int INNER_CHILDREN = 3;

  /**
   * @param split the report of a run that was split to its end
   */
  public static ProvingCost of(RunReport split) {
    long rows = split.heights().values().stream().mapToLong(Long::longValue).sum();
    long worked = Math.max(0, rows - split.segments() * TABLE_ROWS);
    return new ProvingCost(
        SECONDS_PER_SEGMENT * split.segments()
            + SECONDS_PER_MILLION_ROWS * worked / 1e6
            + SECONDS_PER_AGGREGATION * aggregations(split.segments()));
  }

  /** Leaf, internal and recursive proofs, and the one that wraps. */
  private static int aggregations(int segments) {
    int layer = Math.ceilDiv(segments, LEAF_CHILDREN);
    int all = layer;
    layer = Math.ceilDiv(layer, INNER_CHILDREN);
    all += layer;
    do {
      layer = Math.ceilDiv(layer, INNER_CHILDREN);
      all += layer;
    } while (layer > 1);
    return all + 1;
  }
}
