package dev.provelet.contract.function;

import java.util.ArrayList;
import java.util.List;

/**
 * The tree that makes one proof of many: leaf over segment proofs, internal over leaves, recursive
 * over those until one is left (at least one such layer). Each layer is its children cut into
 * groups of its arity, in order, the last possibly smaller, so that the whole shape follows from
 * the number of segments. Above its top there is one wrap.
 *
 * @param leaf the most segment proofs that a leaf takes
 * @param internal the most leaves that an internal node takes
 * @param recursive the most nodes that a recursive one takes
 */
public record AggregationShape(int leaf, int internal, int recursive) {

  public AggregationShape {
    if (leaf < 1 || internal < 1 || recursive < 2) {
      throw new IllegalArgumentException(
          "leaf and internal take 1 child or more, recursive 2 or more, not %d, %d and %d"
              .formatted(leaf, internal, recursive));
    }
  }

  /**
   * Every layer of which a node can be known, from the leaves up; the last one has one node once
   * the run has ended.
   *
   * @param segments of the run as far as they are known
   * @param ended whether these are all
   */
  public List<Layer> layers(int segments, boolean ended) {
    List<Layer> layers = new ArrayList<>();
    if (segments == 0) {
      return layers;
    }
    layers.add(new Layer(Step.Layer.LEAF, 0, leaf, segments, ended));
    layers.add(layers.getLast().above(Step.Layer.INTERNAL, 0, internal));
    int depth = 0;
    do {
      layers.add(layers.getLast().above(Step.Layer.RECURSIVE, depth++, recursive));
    } while (layers.getLast().nodes() > 1);
    return layers;
  }

  /**
   * A layer as far as it is known.
   *
   * @param depth which of the recursive layers it is, from 0; 0 for the others
   * @param arity the most children that a node has
   * @param children how many nodes the layer below has; segments, for a leaf
   * @param ended whether these are all
   */
  public record Layer(Step.Layer kind, int depth, int arity, int children, boolean ended) {

    private Layer above(Step.Layer kind, int depth, int arity) {
      return new Layer(kind, depth, arity, nodes(), ended);
    }

    /** A node is known when it is full, and the last one once the run has ended. */
    public int nodes() {
      return ended ? Math.ceilDiv(children, arity) : children / arity;
    }

    /** A node's first child, by its place in the layer below. */
    public int firstChild(int node) {
      return node * arity;
    }

    /** The place behind a node's last child. */
    public int endChild(int node) {
      return Math.min(firstChild(node) + arity, children);
    }
  }
}
