package dev.provelet.runner;

import dev.provelet.contract.function.AggregationShape;
import dev.provelet.contract.function.Step;
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
   * Makes one node of the tree: proves that its children verify and follow one another.
   *
   * @param children proof objects, consecutive and in order
   * @return a proof object
   */
  public byte[] aggregate(Step.Layer layer, List<byte[]> children) throws EngineException {
    return engine.aggregate(engineLayer(layer), children);
  }

  /** The most children that a node of a layer takes. */
  public int mostChildren(Step.Layer layer) {
    return engine.describe().aggregation().of(engineLayer(layer));
  }

  private static AggregationLayer engineLayer(Step.Layer layer) {
    return switch (layer) {
      case LEAF -> AggregationLayer.LEAF;
      case INTERNAL -> AggregationLayer.INTERNAL;
      case RECURSIVE -> AggregationLayer.RECURSIVE;
      case WRAP -> AggregationLayer.WRAP;
    };
  }

  /**
   * Makes the whole tree, one node after the other, and wraps its top. Takes minutes.
   *
   * @param segmentProofs of a whole run, in order
   */
  public byte[] finalProof(List<byte[]> segmentProofs) throws EngineException {
    List<byte[]> below = segmentProofs;
    for (AggregationShape.Layer layer : shape().layers(segmentProofs.size(), true)) {
      List<byte[]> nodes = new ArrayList<>();
      for (int node = 0; node < layer.nodes(); node++) {
        nodes.add(
            aggregate(layer.kind(), below.subList(layer.firstChild(node), layer.endChild(node))));
      }
      below = nodes;
    }
    return aggregate(Step.Layer.WRAP, below);
  }
}
