package dev.provelet.stage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.provelet.contract.function.AggregationShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class AggregationTreeTest {
  private static final AggregationTree TREE = new AggregationTree(new AggregationShape(4, 3, 3));

  @ParameterizedTest
  @CsvSource({
    "1, recursive-0-0",
    "12, recursive-0-0",
    "13, recursive-0-0",
    "36, recursive-0-0",
    "37, recursive-1-0",
    "108, recursive-1-0",
    "109, recursive-2-0",
  })
  void there_is_always_a_recursive_layer_and_as_many_as_are_needed_for_one_top(
      int segments, String top) {
    assertThat(TREE.root(new RunProgress(segments, true))).isEqualTo(top);
  }

  @ParameterizedTest
  @MethodSource("totals")
  void the_shape_is_that_of_cutting_each_layer_into_groups(int segments) {
    // Given
    List<PlannedTask> expected = cut(segments);
    // When
    List<PlannedTask> tree = TREE.grown(RunProgress.NONE, new RunProgress(segments, true));
    // Then
    assertThat(tree).containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @MethodSource("totals")
  void it_grows_to_the_same_in_whatever_steps_segments_become_known(int segments) {
    Random random = new Random(segments);
    for (int round = 0; round < 5; round++) {
      // Given steps of any size, and the end with the last segment or after it
      List<PlannedTask> grown = new ArrayList<>();
      RunProgress known = RunProgress.NONE;
      while (known.segments() < segments) {
        RunProgress next =
            known.withSegments(Math.min(segments, known.segments() + 1 + random.nextInt(7)));
        if (next.segments() == segments && random.nextBoolean()) {
          next = next.end();
        }
        // When
        grown.addAll(TREE.grown(known, next));
        known = next;
      }
      grown.addAll(TREE.grown(known, known.end()));
      // Then
      assertThat(grown).containsExactlyInAnyOrderElementsOf(cut(segments));
    }
  }

  @ParameterizedTest
  @MethodSource("totals")
  void a_group_exists_as_soon_as_its_children_do(int segments) {
    // When
    List<PlannedTask> open = TREE.grown(RunProgress.NONE, new RunProgress(segments, false));
    // Then all that are full are there, and no other
    List<PlannedTask> full =
        cut(segments).stream().filter(task -> isFull(task, cut(segments))).toList();
    assertThat(open).containsExactlyInAnyOrderElementsOf(full);
  }

  @Test
  void it_has_the_arity_that_it_is_given() {
    AggregationTree tree = new AggregationTree(new AggregationShape(2, 1, 5));

    assertThat(tree.grown(RunProgress.NONE, new RunProgress(3, true)))
        .extracting(PlannedTask::name, PlannedTask::needs)
        .containsExactly(
            tuple("leaf-0", List.of("prove-0", "prove-1")),
            tuple("leaf-1", List.of("prove-2")),
            tuple("internal-0", List.of("leaf-0")),
            tuple("internal-1", List.of("leaf-1")),
            tuple("recursive-0-0", List.of("internal-0", "internal-1")));
  }

  @Test
  void without_segments_there_is_nothing() {
    assertThat(TREE.grown(RunProgress.NONE, RunProgress.NONE)).isEmpty();
  }

  static IntStream totals() {
    return IntStream.rangeClosed(1, 200);
  }

  /** The tree as the engine's own recursion makes it: each layer chunked when it is complete. */
  private static List<PlannedTask> cut(int segments) {
    List<PlannedTask> tree = new ArrayList<>();
    List<String> layer = IntStream.range(0, segments).mapToObj(i -> "prove-" + i).toList();
    layer = cut(layer, 4, TaskKind.LEAF, "leaf-", tree);
    layer = cut(layer, 3, TaskKind.INTERNAL, "internal-", tree);
    int depth = 0;
    do {
      layer = cut(layer, 3, TaskKind.RECURSIVE, "recursive-" + depth++ + "-", tree);
    } while (layer.size() > 1);
    return tree;
  }

  private static List<String> cut(
      List<String> children, int size, TaskKind kind, String prefix, List<PlannedTask> tree) {
    List<String> names = new ArrayList<>();
    for (List<String> group : children.stream().gather(Gatherers.windowFixed(size)).toList()) {
      String name = prefix + names.size();
      tree.add(new PlannedTask(name, kind, names.size(), group));
      names.add(name);
    }
    return names;
  }

  /** Whether a group has all children that it can have, and they have theirs. */
  private static boolean isFull(PlannedTask task, List<PlannedTask> tree) {
    Map<String, PlannedTask> byName = new HashMap<>();
    tree.forEach(each -> byName.put(each.name(), each));
    int arity = task.kind() == TaskKind.LEAF ? 4 : 3;
    return task.needs().size() == arity
        && task.needs().stream()
            .allMatch(
                need -> {
                  PlannedTask child = byName.get(need);
                  return child == null || isFull(child, tree);
                });
  }
}
