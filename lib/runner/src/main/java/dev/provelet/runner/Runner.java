package dev.provelet.runner;

import dev.provelet.contract.function.AggregationShape;
import dev.provelet.engine.AggregationArity;
import dev.provelet.engine.AggregationLayer;
import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineException;
import dev.provelet.guest.GuestProgram;
import dev.provelet.guest.InvalidProgramException;
import java.util.ArrayList;
import java.util.List;

/**
 * The way from a program's bytes to its runs, and from the proofs of a run's segments to the final
 * one. The engine stays its owner's to close.
 */
public final class Runner {
  private final Engine engine;

  public Runner(Engine engine) {
    this.engine = engine;
  }

  /** Translates a program and loads it. */
  public LoadedGuest load(byte[] elf) throws InvalidProgramException, EngineException {
    return load(GuestProgram.translate(elf));
  }

  public LoadedGuest load(GuestProgram guest) throws EngineException {
    return new LoadedGuest(engine, guest, engine.load(guest.engineProgram()));
  }

  /** How many children this engine's proofs have. */
  public AggregationShape shape() {
    return shape(engine);
  }

  static AggregationShape shape(Engine engine) {
    AggregationArity arity = engine.describe().aggregation();
    return new AggregationShape(arity.leaf(), arity.internal(), arity.recursive());
  }

  /**
   * Aggregates to the top and wraps, one node after the other. Takes a minute or more.
   *
   * @param segmentProofs of a whole run, in order
   * @return the final proof
   */
  public byte[] aggregate(List<byte[]> segmentProofs) throws EngineException {
    List<byte[]> below = segmentProofs;
    for (AggregationShape.Layer layer : shape().layers(segmentProofs.size(), true)) {
      List<byte[]> nodes = new ArrayList<>();
      for (int node = 0; node < layer.nodes(); node++) {
        nodes.add(
            engine.aggregate(
                layer(layer), below.subList(layer.firstChild(node), layer.endChild(node))));
      }
      below = nodes;
    }
    return engine.aggregate(AggregationLayer.WRAP, below);
  }

  private static AggregationLayer layer(AggregationShape.Layer layer) {
    return switch (layer.kind()) {
      case LEAF -> AggregationLayer.LEAF;
      case INTERNAL -> AggregationLayer.INTERNAL;
      case RECURSIVE -> AggregationLayer.RECURSIVE;
      case WRAP -> AggregationLayer.WRAP;
    };
  }
}
