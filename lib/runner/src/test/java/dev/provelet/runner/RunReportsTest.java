package dev.provelet.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.engine.Engine.Machine;
import dev.provelet.engine.ExecutionReport;
import dev.provelet.engine.FakeEngine;
import dev.provelet.engine.RunLimits;
import dev.provelet.engine.SplitReport;
import dev.provelet.guest.Statement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunReportsTest {
  private static final Path PROGRAM = Path.of("../../examples/exit-7/exit-7.elf");
  private static final List<byte[]> INPUTS = Statement.inputs(new byte[0], new byte[0]);
  private static final SplitReport SPLIT =
      new SplitReport(
          Machine.LARGE_BASE, 3, Map.of("ProgramAir", 64L), new SplitReport.Work(1000, 200, 256));

  private final FakeEngine engine = new FakeEngine();
  private final RunReports reports = new RunReports(engine);

  private static ExecutionReport ended(int verdict) {
    ExecutionReport plain = FakeEngine.ended(verdict, 30);
    return new ExecutionReport(
        plain.outcome(),
        plain.code(),
        plain.pc(),
        plain.detail(),
        plain.access(),
        plain.instructions(),
        plain.registers(),
        plain.publicValues(),
        plain.outputBytes(),
        plain.stderrBytes(),
        List.of(
            new ExecutionReport.Note(1, 4026, 2),
            new ExecutionReport.Note(1, 4999, 1),
            new ExecutionReport.Note(2, 4001, 1)),
        plain.memoryPages(),
        plain.memoryTop(),
        Optional.of(SPLIT));
  }

  private LoadedGuest load() throws Exception {
    return new Runner(engine).load(Files.readAllBytes(PROGRAM));
  }

  @Test
  void a_split_is_reported_with_what_proving_it_takes() throws Exception {
    engine.run = (_, _, _) -> ended(0);

    try (LoadedGuest guest = load()) {
      RunReport report =
          reports.of(guest, guest.split(INPUTS, RunLimits.NONE, RunSink.NONE), "said");

      assertThat(report.elfId()).isEqualTo(guest.guest().elfId().hex());
      assertThat(report.programId()).isEqualTo(guest.programId());
      assertThat(report.engineVersion()).isEqualTo(FakeEngine.VERSION);
      assertThat(report.stderr()).isEqualTo("said");
      assertThat(report.cycles()).isEqualTo(30);
      assertThat(report.profile()).isNull();
      assertThat(report.proving())
          .isEqualTo(
              new RunReport.Proving(
                  "large-base",
                  3,
                  Map.of("ProgramAir", 64L),
                  ProvingCost.of(SPLIT, new Runner(engine).shape()).cpuSeconds(),
                  ProvingCost.BASIS));
    }
  }

  @Test
  void system_calls_that_are_unknown_have_their_name_or_number() throws Exception {
    engine.run = (_, _, _) -> ended(0);

    try (LoadedGuest guest = load()) {
      RunReport report = reports.of(guest, guest.execute(INPUTS, RunLimits.NONE, RunSink.NONE), "");

      assertThat(report.unknownSystemCalls()).isEqualTo(Map.of("ptrace", 2L, "4999", 1L));
    }
  }

  @Test
  void a_run_that_cannot_be_proved_is_counted_and_not_split() throws Exception {
    engine.run = (_, _, _) -> ended(5);

    try (LoadedGuest guest = load()) {
      RunReports.ReportedRun reported =
          reports.run(guest, INPUTS, RunLimits.NONE, RunSink.NONE, () -> "");

      assertThat(reported.exit().success()).isFalse();
      assertThat(reported.report().end().success()).isFalse();
      assertThat(reported.report().end().description()).isEqualTo(reported.exit().describe());
      assertThat(reported.report().end().trap()).isNotNull();
      assertThat(reported.report().profile()).isNotNull();
      assertThat(reported.report().proving()).isNull();
    }
  }
}
