package dev.provelet.function.step;

import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Output;
import dev.provelet.contract.function.FunctionEvent.RunSummary;
import dev.provelet.contract.function.Step;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.RunLimits;
import dev.provelet.function.program.ProgramCache;
import dev.provelet.function.transfer.Payload;
import dev.provelet.guest.GuestExit;
import dev.provelet.guest.InvalidProgramException;
import dev.provelet.guest.Statement;
import dev.provelet.runner.GuestRun;
import dev.provelet.runner.LoadedGuest;
import dev.provelet.runner.RunReport;
import dev.provelet.runner.RunReports;
import dev.provelet.runner.RunSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Runs a program to its end; a split also hands out the segments on the way. */
final class RunStep {
  private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(500);

  private final StepContext context;
  private final boolean split;

  RunStep(StepContext context, boolean split) {
    this.context = context;
    this.split = split;
  }

  StepOutcome run(Artifact elf, Step.GuestInputs inputs, Step.RunLimits limits)
      throws IOException, InvalidProgramException, EngineException, GuestFailedException {
    long inputLimit = context.limits().input().asLongValue();
    Stderr stderr = new Stderr(context.limits().stderr().asLongValue());
    try (ProgramCache.Lease program = context.program(elf);
        GuestOutput stdout = new GuestOutput(context.file());
        GuestOutput publicValues = new GuestOutput(context.file());
        SegmentPusher segments = new SegmentPusher(context)) {
      byte[] publicInput = context.pull(inputs.publicInput(), inputLimit);
      List<byte[]> streams =
          Statement.inputs(publicInput, context.pull(inputs.stdin(), inputLimit));
      LoadedGuest guest = program.guest();
      RunSink sink = new Sink(stdout, publicValues, stderr, segments);
      GuestRun run =
          context.work(
              () -> {
                context.loaded(guest);
                return split
                    ? guest.split(streams, bounds(limits), sink)
                    : guest.execute(streams, bounds(limits), sink);
              });
      if (!(run.exit() instanceof GuestExit.Exited(int status, int output)) || status != 0) {
        throw new GuestFailedException(run.exit(), stderr.text());
      }
      segments.finish();
      RunReport report = new RunReports(context.engine()).of(guest, run, stderr.text());
      return completed(
          run, report, output == GuestExit.Exited.PUBLIC_VALUES ? publicValues : stdout);
    }
  }

  private StepOutcome completed(GuestRun run, RunReport report, GuestOutput output)
      throws IOException {
    List<Output> outputs =
        List.of(
            context.push("output.bin", output.payload()),
            context.push("run.json", Payload.of(report.json().getBytes(StandardCharsets.UTF_8))));
    return new StepOutcome.Completed(
        outputs,
        context.timings().millis(),
        new RunSummary(run.cycles(), run.segments(), report.stderr()));
  }

  private RunLimits bounds(Step.RunLimits limits) {
    long most = context.limits().output().asLongValue();
    long asked = limits.maxOutputBytes();
    return new RunLimits(
        limits.maxCycles(),
        asked == 0 ? most : Math.min(asked, most),
        context.limits().stderr().asLongValue(),
        limits.segmentLogHeight());
  }

  private final class Sink implements RunSink {
    private final GuestOutput stdout;
    private final GuestOutput publicValues;
    private final Stderr stderr;
    private final SegmentPusher segments;
    private final Interval progress = new Interval(PROGRESS_INTERVAL, System::nanoTime);

    Sink(GuestOutput stdout, GuestOutput publicValues, Stderr stderr, SegmentPusher segments) {
      this.stdout = stdout;
      this.publicValues = publicValues;
      this.stderr = stderr;
      this.segments = segments;
    }

    @Override
    public void stdout(byte[] data) {
      write(stdout, data);
    }

    @Override
    public void publicValues(byte[] data) {
      write(publicValues, data);
    }

    @Override
    public void stderr(byte[] data) {
      context.cancellation().check();
      stderr.write(data);
    }

    private void write(GuestOutput output, byte[] data) {
      context.cancellation().check();
      try {
        output.write(data);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void segment(int index, long instructions, byte[] object) {
      context.cancellation().check();
      segments.add(index, instructions, object);
    }

    @Override
    public void progress(long instructions) {
      context.cancellation().check();
      if (progress.elapsed()) {
        progress.restart();
        context.events().emit(new FunctionEvent.Progress(instructions));
      }
    }
  }
}
