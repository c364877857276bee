package dev.provelet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvingCostTest {
  private static final long TABLES = 851_968;

  private static double seconds(int segments, long rows) {
    RunReport split =
        new RunReport(
            RunReport.Outcome.TERMINATED,
            0,
            0,
            "",
            1,
            Collections.nCopies(64, 0),
            "",
            0,
            0,
            List.of(),
            0,
            0,
            segments,
            Map.of("Tables", segments * TABLES, "Other", rows));
    return ProvingCost.of(split).cpuSeconds();
  }

  @Test
  void work_costs_in_proportion() {
    double idle = seconds(1, 0);

    assertThat(seconds(1, 200_000) - idle).isEqualTo(2 * (seconds(1, 100_000) - idle));
  }

  @Test
  void a_fourth_segment_needs_no_more_aggregation_but_a_fifth_does() {
    assertThat(seconds(4, 0) - seconds(3, 0)).isLessThan(seconds(5, 0) - seconds(4, 0));
  }
}
