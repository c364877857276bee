package dev.provelet.cli.command;

import dev.provelet.engine.AggregationArity;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.EngineProgram;
import dev.provelet.engine.ProvingCost;
import dev.provelet.engine.RunLimits;
import dev.provelet.engine.RunListener;
import dev.provelet.engine.RunProfile;
import dev.provelet.engine.SplitReport;
import dev.provelet.guest.ExecutionProfile;
import dev.provelet.guest.GuestExit;
import dev.provelet.guest.GuestProgram;
import dev.provelet.guest.kernel.SystemCalls;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything there is to say about a run.
 *
 * @param millis of the run
 * @param stderr what the guest wrote for people, its beginning
 * @param split empty if the run cannot be proved
 * @param cost of proving it; empty if it cannot be
 */
record RunDetails(
    GuestProgram program,
    GuestExit exit,
    RunProfile run,
    long millis,
    String stderr,
    Optional<SplitReport> split,
    Optional<ProvingCost> cost) {

  /** Functions that a report names. */
  private static final int BUSIEST = 20;

  /** Runs a program and counts, then once more to find its segments if it can be proved. */
  static RunDetails of(
      GuestProgram program,
      EngineProgram loaded,
      AggregationArity arity,
      List<byte[]> inputs,
      RunLimits limits,
      Terminal terminal)
      throws EngineException {
    long start = System.nanoTime();
    RunProfile run = loaded.profile(inputs, limits, terminal);
    long millis = (System.nanoTime() - start) / 1_000_000;
    GuestExit exit = program.explain(RunCommand.end(run.report()));
    Optional<SplitReport> split =
        exit.success()
            ? loaded.split(inputs, limits, new RunListener() {}).split()
            : Optional.empty();
    Optional<ProvingCost> cost = split.map(one -> ProvingCost.of(one, arity));
    return new RunDetails(program, exit, run, millis, terminal.diagnostics(), split, cost);
  }

  ExecutionProfile profile() {
    return program.profile(run.counts());
  }

  List<ExecutionProfile.Function> busiest() {
    return profile().functions().stream().limit(BUSIEST).toList();
  }

  /** System calls that the kernel does not know, by name or number. */
  Map<String, Long> unknownCalls() {
    return SystemCalls.named(run.report().noted(SystemCalls.UNKNOWN_NOTE));
  }
}
