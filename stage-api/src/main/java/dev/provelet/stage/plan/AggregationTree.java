package dev.provelet.stage.plan;

import dev.provelet.contract.function.AggregationShape;
import dev.provelet.contract.function.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The tasks of an {@link AggregationShape}: a node's task exists as soon as its children are known.
 */
record AggregationTree(AggregationShape shape) {

  /** The tasks that are known at {@code after} and were not at {@code before}. */
  List<PlannedTask> grown(RunProgress before, RunProgress after) {
    List<AggregationShape.Layer> was = layers(before);
    List<AggregationShape.Layer> is = layers(after);
    List<PlannedTask> added = new ArrayList<>();
    for (int height = 0; height < is.size(); height++) {
      int first = height < was.size() ? was.get(height).nodes() : 0;
      for (int node = first; node < is.get(height).nodes(); node++) {
        added.add(task(is, height, node));
      }
    }
    return added;
  }

  /** The name of the one proof at the top of a tree whose run has ended. */
  String root(RunProgress run) {
    if (!run.ended()) {
      throw new IllegalArgumentException("the tree has no top before the run has ended");
    }
    return name(layers(run).getLast(), 0);
  }

  private List<AggregationShape.Layer> layers(RunProgress run) {
    return shape.layers(run.segments(), run.ended());
  }

  private static PlannedTask task(List<AggregationShape.Layer> layers, int height, int node) {
    AggregationShape.Layer layer = layers.get(height);
    List<String> needs =
        IntStream.range(layer.firstChild(node), layer.endChild(node))
            .mapToObj(child -> height == 0 ? "prove-" + child : name(layers.get(height - 1), child))
            .toList();
    return new PlannedTask(name(layer, node), kind(layer.kind()), node, needs);
  }

  private static String name(AggregationShape.Layer layer, int node) {
    return switch (layer.kind()) {
      case LEAF -> "leaf-" + node;
      case INTERNAL -> "internal-" + node;
      case RECURSIVE -> "recursive-" + layer.depth() + "-" + node;
      case WRAP -> "wrap";
    };
  }

  private static TaskKind kind(Step.Layer layer) {
    return switch (layer) {
      case LEAF -> TaskKind.LEAF;
      case INTERNAL -> TaskKind.INTERNAL;
      case RECURSIVE -> TaskKind.RECURSIVE;
      case WRAP -> TaskKind.WRAP;
    };
  }
}
