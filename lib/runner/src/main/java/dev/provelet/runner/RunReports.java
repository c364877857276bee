package dev.provelet.runner;

import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.ExecutionReport;
import dev.provelet.engine.RunLimits;
import dev.provelet.engine.SplitReport;
import dev.provelet.guest.ExecutionProfile;
import dev.provelet.guest.GuestExit;
import dev.provelet.runner.RunReport.End;
import dev.provelet.runner.RunReport.Memory;
import dev.provelet.runner.RunReport.Proving;
import dev.provelet.runner.RunReport.Trap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes reports of runs. */
public final class RunReports {
  /** Functions that a report names. */
  private static final int BUSIEST = 20;

  private final Engine engine;

  public RunReports(Engine engine) {
    this.engine = engine;
  }

  /**
   * A run with its report.
   *
   * @param exit what its end means
   */
  public record ReportedRun(GuestExit exit, RunReport report) {}

  /**
   * Of a run that has ended.
   *
   * @param stderr what it wrote for people
   */
  public RunReport of(LoadedGuest guest, GuestRun run, String stderr) throws EngineException {
    return of(guest, run, stderr, null, run.split().map(this::proving).orElse(null));
  }

  /**
   * Runs a program and counts every instruction, then once more to find its segments if it can be
   * proved.
   *
   * @param sink hears the first run
   * @param stderr asked when the first run has ended: what it wrote for people
   */
  public ReportedRun run(
      LoadedGuest guest,
      List<byte[]> inputs,
      RunLimits limits,
      RunSink sink,
      Supplier<String> stderr)
      throws EngineException {
    long start = System.nanoTime();
    ProfiledRun profiled = guest.profile(inputs, limits, sink);
    long millis = (System.nanoTime() - start) / 1_000_000;
    GuestExit exit = profiled.run().exit();
    Proving proving =
        exit.success()
            ? guest.split(inputs, limits, RunSink.NONE).split().map(this::proving).orElse(null)
            : null;
    return new ReportedRun(
        exit, of(guest, profiled.run(), stderr.get(), profile(profiled, millis), proving));
  }

  private RunReport of(
      LoadedGuest guest,
      GuestRun run,
      String stderr,
      @Nullable RunProfileReport profile,
      @Nullable Proving proving)
      throws EngineException {
    ExecutionReport execution = run.execution();
    return new RunReport(
        guest.guest().elfId().hex(),
        guest.programId(),
        engine.describe().engineVersion(),
        guest.guest().changes(),
        end(run.exit()),
        run.cycles(),
        execution.outputBytes(),
        execution.stderrBytes(),
        stderr,
        execution.publicValues(),
        new Memory(execution.memoryPages(), execution.memoryTop()),
        run.unknownSystemCalls(),
        profile,
        proving);
  }

  private static End end(GuestExit exit) {
    return switch (exit) {
      case GuestExit.Exited(int status, int output) ->
          new End(exit.success(), exit.describe(), status, output, null);
      case GuestExit.Trapped(long address, String symbol, String instruction, String reason) ->
          new End(
              false,
              exit.describe(),
              null,
              null,
              new Trap("0x%08x".formatted(address), symbol, instruction, reason));
      case GuestExit.Deadlocked _,
          GuestExit.LimitReached _,
          GuestExit.OutputLimitReached _,
          GuestExit.OutOfMemory _ ->
          new End(false, exit.describe(), null, null, null);
    };
  }

  private Proving proving(SplitReport split) {
    return new Proving(
        split.machine().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        split.segments(),
        new TreeMap<>(split.heights()),
        ProvingCost.of(split, Runner.shape(engine)).cpuSeconds(),
        ProvingCost.BASIS);
  }

  private static RunProfileReport profile(ProfiledRun run, long millis) {
    ExecutionProfile profile = run.profile();
    ExecutionProfile.Overhead overhead = profile.overhead();
    Map<String, Long> calls = new LinkedHashMap<>();
    profile.calls().forEach(call -> calls.merge(call.name(), call.count(), Long::sum));
    return new RunProfileReport(
        millis,
        profile.instructions(),
        profile.cyclesPerInstruction(),
        overhead.kernelCycles(),
        new RunProfileReport.FloatingPoint(
            overhead.floatInstructions(),
            overhead.floatCycles(),
            profile.advice().isEmpty() ? null : profile.advice()),
        new TreeMap<>(profile.forms()),
        profile.functions().stream()
            .limit(BUSIEST)
            .map(function -> new RunProfileReport.Function(function.name(), function.cycles()))
            .toList(),
        calls,
        new Memory(run.touchedPages(), run.touchedTop()));
  }
}
