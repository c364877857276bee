package dev.provelet.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.runner.RunProfileReport;
import dev.provelet.runner.RunReport;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunTextTest {
  private static final RunReport.Memory MEMORY = new RunReport.Memory(3, 0x13000);
  private static final RunProfileReport PROFILE =
      new RunProfileReport(
          12,
          900,
          1.05,
          500,
          new RunProfileReport.FloatingPoint(0, 0, null),
          Map.of("addiu", 700L, "lw", 200L),
          List.of(new RunProfileReport.Function("main", 250)),
          Map.of("write", 2L),
          MEMORY);

  private static String text(
      @Nullable RunProfileReport profile, RunReport.@Nullable Proving proving) {
    return RunText.of(
        new RunReport(
            "e1",
            "c0",
            "openvm/1",
            List.of("moved the stack"),
            new RunReport.End(true, "The program exited with status 0.", 0, 1, null),
            1000,
            5,
            6,
            "",
            "ab",
            MEMORY,
            Map.of("ptrace", 2L),
            profile,
            proving));
  }

  @Test
  void shares_are_of_all_cycles() {
    assertThat(text(PROFILE, null))
        .contains("1,000 in 12 ms", "500 cycles, 50.0 %", "25.0 %              250  main");
  }

  @Test
  void the_most_frequent_instructions_come_first() {
    assertThat(text(PROFILE, null)).contains("addiu 700, lw 200").doesNotContain("others");
  }

  @Test
  void what_was_changed_and_what_was_not_served_is_said() {
    assertThat(text(PROFILE, null))
        .contains("changed", "moved the stack", "ptrace 2 (answered with ENOSYS)");
  }

  @Test
  void what_proving_takes_is_said_only_of_a_run_that_was_split() {
    RunReport.Proving proving = new RunReport.Proving("base", 2, Map.of(), 99.5, "a core");

    assertThat(text(PROFILE, proving)).contains("segments", "about 100 CPU seconds (a core)");
    assertThat(text(PROFILE, null)).doesNotContain("segments", "CPU seconds");
  }

  @Test
  void a_run_that_was_not_counted_has_its_cycles_and_no_functions() {
    assertThat(text(null, null)).contains("1,000").doesNotContain("functions", "main");
  }
}
