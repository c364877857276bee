package dev.provelet.bench;

import dev.provelet.engine.Engine;
import dev.provelet.engine.Engine.Aggregation;
import dev.provelet.engine.EngineException;
import java.util.ArrayList;
import java.util.List;

/** Aggregates segment proofs to the final one, layer by layer, as the platform's plan does. */
final class Ladder {
  private static final int LEAF_CHILDREN = 4;
  private static final int INNER_CHILDREN = 3;

  private Ladder() {}

  static byte[] climb(Engine engine, List<byte[]> segmentProofs) throws EngineException {
    List<byte[]> layer = layer(engine, Aggregation.LEAF, LEAF_CHILDREN, segmentProofs);
    layer = layer(engine, Aggregation.INTERNAL, INNER_CHILDREN, layer);
    do {
      layer = layer(engine, Aggregation.RECURSIVE, INNER_CHILDREN, layer);
    } while (layer.size() > 1);
    return engine.aggregate(Aggregation.WRAP, layer);
  }

  private static List<byte[]> layer(Engine engine, Aggregation kind, int width, List<byte[]> below)
      throws EngineException {
    List<byte[]> nodes = new ArrayList<>();
    for (int from = 0; from < below.size(); from += width) {
      nodes.add(engine.aggregate(kind, below.subList(from, Math.min(from + width, below.size()))));
    }
    return nodes;
  }
}
