package dev.provelet.engine;

/** Layers of aggregation from the segments up, see {@code PV_LAYER_*}. */
public enum AggregationLayer {
  LEAF,
  INTERNAL,
  RECURSIVE,
  WRAP
}
