package dev.provelet.function.step;

import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Output;
import dev.provelet.contract.function.FunctionEvent.RunSummary;
import dev.provelet.contract.function.FunctionJson;
import dev.provelet.contract.function.Step;
import dev.provelet.engine.AggregationArity;
import dev.provelet.engine.EngineDescription;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.ExecutionReport;
import dev.provelet.engine.ProvingCost;
import dev.provelet.engine.RunLimits;
import dev.provelet.engine.RunListener;
import dev.provelet.engine.SplitReport;
import dev.provelet.function.program.ProgramCache;
import dev.provelet.function.transfer.Payload;
import dev.provelet.guest.EngineEnd;
import dev.provelet.guest.GuestExit;
import dev.provelet.guest.InvalidProgramException;
import dev.provelet.guest.Statement;
import dev.provelet.guest.kernel.SystemCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs a program to its end; a split also hands out the segments on the way. */
final class RunGuest {
  private static final long PROGRESS_NANOS = 500_000_000;

  private final StepContext bench;
  private final boolean split;

  RunGuest(StepContext bench, boolean split) {
    this.bench = bench;
    this.split = split;
  }

  StepOutcome run(Artifact elf, Step.GuestInputs inputs, Step.RunLimits limits)
      throws IOException, InvalidProgramException, EngineException, GuestFailedException {
    long inputLimit = bench.limits().input().asLongValue();
    Stderr stderr = new Stderr(bench.limits().stderr().asLongValue());
    try (ProgramCache.Lease program = bench.program(elf);
        GuestOutput stdout = new GuestOutput(bench.file());
        GuestOutput publicValues = new GuestOutput(bench.file());
        SegmentPusher segments = new SegmentPusher(bench)) {
      byte[] publicInput = bench.pull(inputs.publicInput(), inputLimit);
      List<byte[]> streams = Statement.inputs(publicInput, bench.pull(inputs.stdin(), inputLimit));
      RunListener listener = new Listener(stdout, publicValues, stderr, segments);
      ExecutionReport report =
          bench.work(
              () ->
                  split
                      ? program.program().split(streams, bounds(limits), listener)
                      : program.program().execute(streams, bounds(limits), listener));
      GuestExit exit = program.guest().explain(end(report));
      if (!(exit instanceof GuestExit.Exited(int status, int output)) || status != 0) {
        throw new GuestFailedException(exit, stderr.text());
      }
      segments.finish();
      return completed(
          report, exit, output == GuestExit.Exited.PUBLIC_VALUES ? publicValues : stdout, stderr);
    }
  }

  private StepOutcome completed(
      ExecutionReport report, GuestExit exit, GuestOutput output, Stderr stderr)
      throws IOException {
    int segments = report.split().map(SplitReport::segments).orElse(0);
    RunSummary summary = new RunSummary(report.instructions(), segments, 0, stderr.text());
    EngineDescription engine = bench.engine().describe();
    RunFile file =
        new RunFile(engine.engineVersion(), summary, exit.describe(), report, engine.aggregation());
    List<Output> outputs =
        List.of(
            bench.push("output.bin", output.payload()),
            bench.push("stderr.bin", Payload.of(stderr.bytes())),
            bench.push(
                "run.json",
                Payload.of(FunctionJson.write(file.json()).getBytes(StandardCharsets.UTF_8))));
    return new StepOutcome.Completed(outputs, bench.timings().millis(), summary);
  }

  private RunLimits bounds(Step.RunLimits limits) {
    long most = bench.limits().output().asLongValue();
    long asked = limits.maxOutputBytes();
    return new RunLimits(
        limits.maxCycles(),
        asked == 0 ? most : Math.min(asked, most),
        bench.limits().stderr().asLongValue(),
        limits.segmentLogHeight());
  }

  private static EngineEnd end(ExecutionReport report) {
    return new EngineEnd(
        EngineEnd.Outcome.valueOf(report.outcome().name()),
        report.code(),
        report.pc(),
        report.registers(),
        report.detail(),
        report.instructions());
  }

  /** What is in {@code run.json}. */
  private record RunFile(
      String engineVersion,
      RunSummary run,
      String exit,
      ExecutionReport report,
      AggregationArity arity) {
    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("engineVersion", engineVersion);
      json.put("run", run);
      json.put("exit", exit);
      json.put("outputBytes", report.outputBytes());
      json.put("stderrBytes", report.stderrBytes());
      json.put("memoryPages", report.memoryPages());
      json.put("memoryTop", report.memoryTop());
      json.put("unknownSystemCalls", SystemCalls.named(report.noted(SystemCalls.UNKNOWN_NOTE)));
      report
          .split()
          .ifPresent(
              split -> {
                json.put("traceHeights", new TreeMap<>(split.heights()));
                json.put("estimatedCpuSeconds", ProvingCost.of(split, arity).cpuSeconds());
              });
      return json;
    }
  }

  private final class Listener implements RunListener {
    private final GuestOutput stdout;
    private final GuestOutput publicValues;
    private final Stderr stderr;
    private final SegmentPusher segments;
    private long lastProgress = System.nanoTime();

    Listener(GuestOutput stdout, GuestOutput publicValues, Stderr stderr, SegmentPusher segments) {
      this.stdout = stdout;
      this.publicValues = publicValues;
      this.stderr = stderr;
      this.segments = segments;
    }

    @Override
    public void output(int descriptor, byte[] data) {
      bench.cancellation().check();
      try {
        switch (descriptor) {
          case GuestExit.Exited.STDOUT -> stdout.write(data);
          case GuestExit.Exited.PUBLIC_VALUES -> publicValues.write(data);
          default -> stderr.write(data);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void segment(int index, long instructions, byte[] object) {
      bench.cancellation().check();
      segments.add(index, instructions, object);
    }

    @Override
    public void progress(long instructions) {
      bench.cancellation().check();
      long now = System.nanoTime();
      if (now - lastProgress >= PROGRESS_NANOS) {
        lastProgress = now;
        bench.events().emit(new FunctionEvent.Progress(instructions));
      }
    }
  }
}
