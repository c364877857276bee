package dev.provelet.cli.command;

import static java.util.stream.Collectors.joining;

import dev.provelet.engine.ExecutionReport;
import dev.provelet.engine.ProvingCost;
import dev.provelet.guest.ExecutionProfile;
import dev.provelet.guest.ExecutionProfile.Overhead;
import java.util.Comparator;
import java.util.Map;

/** A run's report for people. */
final class RunText {
  /** Forms of instructions that are named; the others are summed up. */
  private static final int COMMONEST = 12;

  private final RunDetails run;
  private final StringBuilder text = new StringBuilder("provelet: how the run went\n");

  private RunText(RunDetails run) {
    this.run = run;
  }

  static String of(RunDetails run) {
    return new RunText(run).written();
  }

  private String written() {
    ExecutionProfile profile = run.profile();
    ExecutionReport report = run.run().report();
    Overhead overhead = profile.overhead();
    line("end", run.exit().describe());
    run.program().changes().forEach(change -> line("changed", change));
    line("cycles", "%,d in %,d ms".formatted(profile.cycles(), run.millis()));
    line(
        "instructions",
        "%,d of MIPS, %.2f cycles each"
            .formatted(profile.instructions(), profile.cyclesPerInstruction()));
    line("", forms(profile));
    line(
        "kernel",
        "%,d cycles, %s".formatted(overhead.kernelCycles(), share(overhead.kernelCycles())));
    if (!profile.advice().isEmpty()) {
      line("floating point", profile.advice());
    }
    String name = "functions";
    for (ExecutionProfile.Function function : run.busiest()) {
      line(
          name,
          "%6s  %,15d  %s".formatted(share(function.cycles()), function.cycles(), function.name()));
      name = "";
    }
    line("system calls", calls(profile));
    if (!run.unknownCalls().isEmpty()) {
      line("unknown calls", counted(run.unknownCalls()) + " (answered with ENOSYS)");
    }
    line(
        "memory",
        "%,d pages of 4 KiB touched, %,d in use at the end, up to 0x%08x"
            .formatted(run.run().touchedPages(), report.memoryPages(), report.memoryTop()));
    line(
        "output",
        "%,d bytes, and %,d on stderr".formatted(report.outputBytes(), report.stderrBytes()));
    run.split().ifPresent(split -> line("segments", Integer.toString(split.segments())));
    run.cost().ifPresent(cost -> line("proving", proving(cost)));
    return text.toString();
  }

  private static String proving(ProvingCost cost) {
    return "about %,.0f CPU seconds (%s); GPU: not measured"
        .formatted(cost.cpuSeconds(), ProvingCost.BASIS);
  }

  private void line(String name, String value) {
    text.append("  %-15s %s%n".formatted(name, value));
  }

  private String share(long cycles) {
    return "%.1f %%".formatted(100.0 * cycles / Math.max(1, run.profile().cycles()));
  }

  private static String forms(ExecutionProfile profile) {
    long rest =
        profile.forms().values().stream()
            .sorted(Comparator.reverseOrder())
            .skip(COMMONEST)
            .mapToLong(Long::longValue)
            .sum();
    String commonest =
        profile.forms().entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(COMMONEST)
            .map(form -> "%s %,d".formatted(form.getKey(), form.getValue()))
            .collect(joining(", "));
    return rest == 0 ? commonest : commonest + ", others %,d".formatted(rest);
  }

  private static String calls(ExecutionProfile profile) {
    return profile.calls().stream()
        .map(call -> "%s %,d".formatted(call.name(), call.count()))
        .collect(joining(", "));
  }

  private static String counted(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> "%s %,d".formatted(entry.getKey(), entry.getValue()))
        .collect(joining(", "));
  }
}
