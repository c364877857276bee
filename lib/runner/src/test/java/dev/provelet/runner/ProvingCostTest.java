package dev.provelet.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.function.AggregationShape;
import dev.provelet.engine.Engine.Machine;
import dev.provelet.engine.SplitReport;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvingCostTest {
  private static final AggregationShape SHAPE = new AggregationShape(4, 3, 3);

  private static double seconds(Machine machine, int segments, long interactions) {
    SplitReport.Work work =
        new SplitReport.Work(
            5 * interactions, interactions, Long.highestOneBit(2 * interactions + 1));
    return ProvingCost.of(new SplitReport(machine, segments, Map.of(), work), SHAPE).cpuSeconds();
  }

  @Test
  void more_work_costs_more_in_the_same_segments() {
    assertThat(seconds(Machine.BASE, 2, 9_000_000))
        .isGreaterThan(seconds(Machine.BASE, 2, 8_000_000));
  }

  @Test
  void a_fourth_segment_needs_no_more_aggregation_but_a_fifth_does() {
    assertThat(seconds(Machine.BASE, 4, 0) - seconds(Machine.BASE, 3, 0))
        .isLessThan(seconds(Machine.BASE, 5, 0) - seconds(Machine.BASE, 4, 0));
  }

  @Test
  void the_accelerated_machines_leaves_cost_more() {
    assertThat(seconds(Machine.ACCELERATED, 1, 0)).isGreaterThan(seconds(Machine.BASE, 1, 0));
  }

  @Test
  void a_wider_tree_costs_less() {
    SplitReport split =
        new SplitReport(Machine.BASE, 40, Map.of(), new SplitReport.Work(1000, 200, 256));

    assertThat(ProvingCost.of(split, new AggregationShape(8, 3, 3)).cpuSeconds())
        .isLessThan(ProvingCost.of(split, SHAPE).cpuSeconds());
  }
}
