package dev.provelet.bench;

import dev.provelet.engine.AggregationLayer;
import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineException;
import java.util.ArrayList;
import java.util.List;

/** Aggregates segment proofs to the final one, layer by layer, as the platform's plan does. */
final class Ladder {
  private Ladder() {}

  static byte[] climb(Engine engine, List<byte[]> segmentProofs) throws EngineException {
    List<byte[]> layer = layer(engine, AggregationLayer.LEAF, segmentProofs);
    layer = layer(engine, AggregationLayer.INTERNAL, layer);
    do {
      layer = layer(engine, AggregationLayer.RECURSIVE, layer);
    } while (layer.size() > 1);
    return engine.aggregate(AggregationLayer.WRAP, layer);
  }

  private static List<byte[]> layer(Engine engine, AggregationLayer kind, List<byte[]> below)
      throws EngineException {
    int width = engine.describe().aggregation().of(kind);
    List<byte[]> nodes = new ArrayList<>();
    for (int from = 0; from < below.size(); from += width) {
      nodes.add(engine.aggregate(kind, below.subList(from, Math.min(from + width, below.size()))));
    }
    return nodes;
  }
}
