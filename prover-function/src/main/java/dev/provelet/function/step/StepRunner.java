package dev.provelet.function.step;

import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionEvent.Output;
import dev.provelet.contract.function.Invocation;
import dev.provelet.contract.function.Step;
import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.EngineStatus;
import dev.provelet.function.cancel.CancellationToken;
import dev.provelet.function.config.FunctionConfig;
import dev.provelet.function.program.ProgramCache;
import dev.provelet.function.scratch.Scratch;
import dev.provelet.function.scratch.ScratchSpace;
import dev.provelet.function.snark.KeySets;
import dev.provelet.function.snark.LargeSteps;
import dev.provelet.function.snark.MissingKeysException;
import dev.provelet.function.transfer.ObjectTransfers;
import dev.provelet.function.transfer.Payload;
import dev.provelet.guest.InvalidProgramException;
import dev.provelet.guest.Statement;
import dev.provelet.runner.Runner;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs one step from its inputs' URLs to its outputs'. Nothing is thrown: all is an outcome. */
@Singleton
public final class StepRunner {
  private final StepContext.Services services;
  private final ScratchSpace scratchSpace;

  @Inject
  StepRunner(
      Engine engine,
      ObjectTransfers transfers,
      KeySets keySets,
      LargeSteps large,
      FunctionConfig config,
      ScratchSpace scratchSpace) {
    this.services =
        new StepContext.Services(
            engine,
            transfers,
            new ProgramCache(config.programCache()),
            new StepContext.OnChain(keySets, large),
            config);
    this.scratchSpace = scratchSpace;
  }

  /** Blocks until the step has ended; call from a platform thread. */
  @SuppressWarnings("CatchingUnchecked") // Whatever it is, the caller gets an answer.
  public StepOutcome run(Invocation invocation, EventSink events, CancellationToken cancellation) {
    try (Scratch scratch = scratchSpace.attempt()) {
      checkVersion(invocation.engineVersion());
      return step(
          invocation.step(), new StepContext(services, invocation, scratch, events, cancellation));
    } catch (Throwable e) {
      return Failures.outcome(e, invocation.step());
    }
  }

  private void checkVersion(@Nullable String asked) throws WrongVersionException {
    String present = services.engine().describe().engineVersion();
    if (asked != null && !asked.equals(present)) {
      throw new WrongVersionException(asked, present);
    }
  }

  private static StepOutcome step(Step step, StepContext context)
      throws IOException,
          InvalidProgramException,
          EngineException,
          GuestFailedException,
          MissingKeysException,
          WrongVersionException {
    return switch (step) {
      case Step.Execute s -> new RunStep(context, false).run(s.program(), s.inputs(), s.limits());
      case Step.Split s -> new RunStep(context, true).run(s.program(), s.inputs(), s.limits());
      case Step.Prove s -> prove(s, context);
      case Step.Aggregate s -> aggregate(s, context);
      case Step.Verify s -> verify(s, context);
      case Step.Root s -> new SnarkStep(context).root(s);
      case Step.Snark s -> new SnarkStep(context).snark(s);
      case Step.WrapEvm s -> new SnarkStep(context).wrapEvm(s);
      case Step.VerifySnark s -> new SnarkStep(context).verify(s);
    };
  }

  private static StepOutcome prove(Step.Prove step, StepContext context)
      throws IOException, InvalidProgramException, EngineException {
    long inputLimit = context.limits().input().asLongValue();
    try (ProgramCache.Lease program = context.program(step.program())) {
      byte[] publicInput = context.pull(step.inputs().publicInput(), inputLimit);
      List<byte[]> inputs =
          Statement.inputs(publicInput, context.pull(step.inputs().stdin(), inputLimit));
      byte[] segment = context.pull(step.segment(), context.limits().object().asLongValue());
      byte[] proof = context.work(() -> program.guest().prove(inputs, segment));
      return pushed(context, proof);
    }
  }

  private static StepOutcome aggregate(Step.Aggregate step, StepContext context)
      throws IOException, EngineException {
    Runner runner = new Runner(context.engine());
    int most = runner.mostChildren(step.layer());
    if (step.children().size() > most) {
      throw new EngineException(
          EngineStatus.INVALID_ARGUMENT,
          "%s takes 1 to %d children, not %d"
              .formatted(step.layer(), most, step.children().size()));
    }
    List<byte[]> children = new ArrayList<>();
    for (Artifact child : step.children()) {
      children.add(context.pull(child, context.limits().object().asLongValue()));
    }
    return pushed(context, context.work(() -> runner.aggregate(step.layer(), children)));
  }

  private static StepOutcome verify(Step.Verify step, StepContext context)
      throws IOException, InvalidProgramException, EngineException {
    try (ProgramCache.Lease program = context.program(step.program())) {
      byte[] proof = context.pull(step.proof(), context.limits().object().asLongValue());
      byte[] publicValues =
          Statement.publicValuesOfDigests(step.publicInput().bytes(), step.output().bytes());
      context.work(
          () -> {
            program.guest().verify(publicValues, proof);
            return proof;
          });
      return new StepOutcome.Completed(List.of(), context.timings().millis(), null);
    }
  }

  private static StepOutcome pushed(StepContext context, byte[] proof) throws IOException {
    Output output = context.push("proof.bin", Payload.of(proof));
    return new StepOutcome.Completed(List.of(output), context.timings().millis(), null);
  }

  @PreDestroy
  void close() {
    services.programs().close();
  }
}
