package dev.provelet.stage.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The tree that makes one proof of many: leaf over segments, internal over leaves, recursive over
 * those until one is left (at least one such layer). Each layer is its children cut into groups of
 * the layer's arity, in order, the last possibly smaller, so that the whole shape follows from the
 * number of segments. A group exists as soon as it is full, and the last one once the run has
 * ended.
 */
final class AggregationTree {
  private static final int LEAF_ARITY = 4;
  private static final int ARITY = 3;

  private AggregationTree() {}

  /**
   * One layer as far as it is known.
   *
   * @param child the name of a child by its index
   */
  private record Layer(
      TaskKind kind, int arity, IntFunction<String> name, IntFunction<String> child, int children) {

    int groups(boolean ended) {
      return ended ? Math.ceilDiv(children, arity) : children / arity;
    }

    PlannedTask group(int index) {
      List<String> needs =
          IntStream.range(index * arity, Math.min((index + 1) * arity, children))
              .mapToObj(child)
              .toList();
      return new PlannedTask(name.apply(index), kind, index, needs);
    }
  }

  /** The tasks that are known at {@code after} and were not at {@code before}. */
  static List<PlannedTask> grown(RunProgress before, RunProgress after) {
    List<Layer> was = layers(before);
    List<Layer> is = layers(after);
    List<PlannedTask> added = new ArrayList<>();
    for (int depth = 0; depth < is.size(); depth++) {
      int first = depth < was.size() ? was.get(depth).groups(before.ended()) : 0;
      int end = is.get(depth).groups(after.ended());
      for (int index = first; index < end; index++) {
        added.add(is.get(depth).group(index));
      }
    }
    return added;
  }

  /** The name of the one proof at the top of a tree whose run has ended. */
  static String root(RunProgress run) {
    if (!run.ended()) {
      throw new IllegalArgumentException("the tree has no top before the run has ended");
    }
    return layers(run).getLast().name().apply(0);
  }

  private static List<Layer> layers(RunProgress run) {
    List<Layer> layers = new ArrayList<>();
    if (run.segments() == 0) {
      return layers;
    }
    Layer leaf =
        new Layer(TaskKind.LEAF, LEAF_ARITY, i -> "leaf-" + i, i -> "prove-" + i, run.segments());
    layers.add(leaf);
    Layer internal =
        new Layer(
            TaskKind.INTERNAL, ARITY, i -> "internal-" + i, leaf.name(), leaf.groups(run.ended()));
    layers.add(internal);
    Layer top = internal;
    int depth = 0;
    do {
      top = recursive(depth++, top, run.ended());
      layers.add(top);
    } while (top.groups(run.ended()) > 1);
    return layers;
  }

  private static Layer recursive(int depth, Layer below, boolean ended) {
    return new Layer(
        TaskKind.RECURSIVE,
        ARITY,
        i -> "recursive-" + depth + "-" + i,
        below.name(),
        below.groups(ended));
  }
}
