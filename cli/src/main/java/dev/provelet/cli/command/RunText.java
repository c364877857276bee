package dev.provelet.cli.command;

import static java.util.stream.Collectors.joining;

import dev.provelet.runner.RunProfileReport;
import dev.provelet.runner.RunReport;
import java.util.Comparator;
import java.util.Map;

/** A run's report for people. */
final class RunText {
  /** MIPS instructions that are named; the others are summed up. */
  private static final int COMMONEST = 12;

  private final RunReport run;
  private final StringBuilder text = new StringBuilder("provelet: report of the run\n");

  private RunText(RunReport run) {
    this.run = run;
  }

  static String of(RunReport run) {
    return new RunText(run).written();
  }

  private String written() {
    line("end", run.end().description());
    run.changes().forEach(change -> line("changed", change));
    RunProfileReport profile = run.profile();
    if (profile == null) {
      line("cycles", "%,d".formatted(run.cycles()));
    } else {
      write(profile);
    }
    if (!run.unknownSystemCalls().isEmpty()) {
      line("unknown calls", counted(run.unknownSystemCalls()) + " (answered with ENOSYS)");
    }
    line(
        "memory",
        "%,d pages of 4 KiB in use at the end, up to 0x%08x"
            .formatted(run.memory().pages(), run.memory().top()));
    line("output", "%,d bytes, and %,d on stderr".formatted(run.outputBytes(), run.stderrBytes()));
    RunReport.Proving proving = run.proving();
    if (proving != null) {
      line("segments", Integer.toString(proving.segments()));
      line(
          "proving",
          "about %,.0f CPU seconds (%s); GPU: not measured"
              .formatted(proving.estimatedCpuSeconds(), proving.estimateBasis()));
    }
    return text.toString();
  }

  private void write(RunProfileReport profile) {
    line("cycles", "%,d in %,d ms".formatted(run.cycles(), profile.millis()));
    line(
        "instructions",
        "%,d of MIPS, %.2f cycles each"
            .formatted(profile.mipsInstructions(), profile.cyclesPerInstruction()));
    line("", commonest(profile.instructions()));
    line(
        "kernel",
        "%,d cycles, %s".formatted(profile.kernelCycles(), share(profile.kernelCycles())));
    String advice = profile.floatingPoint().advice();
    if (advice != null) {
      line("floating point", advice);
    }
    String name = "functions";
    for (RunProfileReport.Function function : profile.functions()) {
      line(
          name,
          "%6s  %,15d  %s".formatted(share(function.cycles()), function.cycles(), function.name()));
      name = "";
    }
    line("system calls", counted(profile.systemCalls()));
    line("touched", "%,d pages of 4 KiB".formatted(profile.touchedMemory().pages()));
  }

  private void line(String name, String value) {
    text.append("  %-15s %s%n".formatted(name, value));
  }

  private String share(long cycles) {
    return "%.1f %%".formatted(100.0 * cycles / Math.max(1, run.cycles()));
  }

  private static String commonest(Map<String, Long> instructions) {
    long rest =
        instructions.values().stream()
            .sorted(Comparator.reverseOrder())
            .skip(COMMONEST)
            .mapToLong(Long::longValue)
            .sum();
    String commonest =
        instructions.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(COMMONEST)
            .map(one -> "%s %,d".formatted(one.getKey(), one.getValue()))
            .collect(joining(", "));
    return rest == 0 ? commonest : commonest + ", others %,d".formatted(rest);
  }

  private static String counted(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> "%s %,d".formatted(entry.getKey(), entry.getValue()))
        .collect(joining(", "));
  }
}
