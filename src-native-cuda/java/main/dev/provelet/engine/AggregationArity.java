package dev.provelet.engine;

/**
 * The most children that a proof of each layer of aggregation has; the least is one, and a wrap has
 * one.
 */
public record AggregationArity(int leaf, int internal, int recursive) {

  public int of(AggregationLayer layer) {
    return switch (layer) {
      case LEAF -> leaf;
      case INTERNAL -> internal;
      case RECURSIVE -> recursive;
      case WRAP -> 1;
    };
  }
}
