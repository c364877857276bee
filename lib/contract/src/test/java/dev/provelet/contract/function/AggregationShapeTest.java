package dev.provelet.contract.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.provelet.contract.function.AggregationShape.Layer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AggregationShapeTest {
  private static final AggregationShape SHAPE = new AggregationShape(4, 3, 3);

  private static List<Integer> nodes(int segments, boolean ended) {
    return SHAPE.layers(segments, ended).stream().map(Layer::nodes).toList();
  }

  @Test
  void one_segment_makes_one_node_of_each_layer() {
    assertThat(SHAPE.layers(1, true))
        .containsExactly(
            new Layer(Step.Layer.LEAF, 0, 4, 1, true),
            new Layer(Step.Layer.INTERNAL, 0, 3, 1, true),
            new Layer(Step.Layer.RECURSIVE, 0, 3, 1, true));
  }

  @Test
  void there_are_recursive_layers_until_one_node_is_left() {
    assertThat(nodes(36, true)).containsExactly(9, 3, 1);
    assertThat(nodes(37, true)).containsExactly(10, 4, 2, 1);
    assertThat(nodes(109, true)).containsExactly(28, 10, 4, 2, 1);
  }

  @Test
  void while_the_run_goes_on_only_full_nodes_are_known() {
    assertThat(nodes(0, false)).isEmpty();
    assertThat(nodes(3, false)).containsExactly(0, 0, 0);
    assertThat(nodes(13, false)).containsExactly(3, 1, 0);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 2", "4, 3, 3", "2, 5, 4"})
  void every_child_has_one_parent(int leaf, int internal, int recursive) {
    AggregationShape shape = new AggregationShape(leaf, internal, recursive);

    for (int segments = 1; segments < 200; segments++) {
      for (Layer layer : shape.layers(segments, true)) {
        assertThat(
                IntStream.range(0, layer.nodes())
                    .flatMap(node -> IntStream.range(layer.firstChild(node), layer.endChild(node)))
                    .boxed())
            .as("%d segments, %s", segments, layer)
            .containsExactlyElementsOf(IntStream.range(0, layer.children()).boxed().toList());
      }
    }
  }

  @Test
  void arities_of_which_no_tree_can_be_made_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AggregationShape(4, 3, 1))
        .withMessageContaining("recursive 2 or more, not 4, 3 and 1");
    assertThatIllegalArgumentException().isThrownBy(() -> new AggregationShape(0, 3, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> new AggregationShape(4, 0, 3));
  }
}
