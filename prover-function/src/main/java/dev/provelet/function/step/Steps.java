package dev.provelet.function.step;

import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionEvent.Output;
import dev.provelet.contract.function.Invocation;
import dev.provelet.contract.function.Step;
import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineException;
import dev.provelet.function.cancel.Cancellation;
import dev.provelet.function.config.FunctionConfig;
import dev.provelet.function.program.ProgramCache;
import dev.provelet.function.scratch.Scratch;
import dev.provelet.function.scratch.ScratchSpace;
import dev.provelet.function.transfer.Payload;
import dev.provelet.function.transfer.Transfers;
import dev.provelet.guest.InvalidProgramException;
import dev.provelet.guest.Statement;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs one step from its inputs' URLs to its outputs'. Nothing is thrown: all is an outcome. */
@Singleton
public final class Steps {
  private final Workbench.Tools tools;
  private final ScratchSpace scratchSpace;

  @Inject
  Steps(Engine engine, Transfers transfers, FunctionConfig config, ScratchSpace scratchSpace) {
    this.tools =
        new Workbench.Tools(engine, transfers, new ProgramCache(config.programCache()), config);
    this.scratchSpace = scratchSpace;
  }

  /** Blocks until the step has ended; call from a platform thread. */
  @SuppressWarnings("CatchingUnchecked") // Whatever it is, the caller gets an answer.
  public Outcome run(Invocation invocation, Events events, Cancellation cancellation) {
    try (Scratch scratch = scratchSpace.attempt()) {
      checkVersion(invocation.engineVersion());
      return step(
          invocation.step(), new Workbench(tools, invocation, scratch, events, cancellation));
    } catch (Throwable e) {
      return Failures.outcome(e, invocation.step());
    }
  }

  private void checkVersion(@Nullable String asked) throws WrongVersionException {
    String present = tools.engine().describe().engineVersion();
    if (asked != null && !asked.equals(present)) {
      throw new WrongVersionException(asked, present);
    }
  }

  private static Outcome step(Step step, Workbench bench)
      throws IOException, InvalidProgramException, EngineException, GuestFailedException {
    return switch (step) {
      case Step.Execute s -> new RunGuest(bench, false).run(s.program(), s.inputs(), s.limits());
      case Step.Split s -> new RunGuest(bench, true).run(s.program(), s.inputs(), s.limits());
      case Step.Prove s -> prove(s, bench);
      case Step.Aggregate s -> aggregate(s, bench);
      case Step.Verify s -> verify(s, bench);
    };
  }

  private static Outcome prove(Step.Prove step, Workbench bench)
      throws IOException, InvalidProgramException, EngineException {
    long inputLimit = bench.limits().input().asLongValue();
    try (ProgramCache.Lease program = bench.program(step.program())) {
      byte[] publicInput = bench.pull(step.inputs().publicInput(), inputLimit);
      List<byte[]> inputs =
          Statement.inputs(publicInput, bench.pull(step.inputs().stdin(), inputLimit));
      byte[] segment = bench.pull(step.segment(), bench.limits().object().asLongValue());
      byte[] proof = bench.work(() -> program.program().prove(inputs, segment));
      return pushed(bench, proof);
    }
  }

  private static Outcome aggregate(Step.Aggregate step, Workbench bench)
      throws IOException, EngineException {
    List<byte[]> children = new ArrayList<>();
    for (Artifact child : step.children()) {
      children.add(bench.pull(child, bench.limits().object().asLongValue()));
    }
    Engine.Aggregation kind =
        switch (step.layer()) {
          case LEAF -> Engine.Aggregation.LEAF;
          case INTERNAL -> Engine.Aggregation.INTERNAL;
          case RECURSIVE -> Engine.Aggregation.RECURSIVE;
          case WRAP -> Engine.Aggregation.WRAP;
        };
    return pushed(bench, bench.work(() -> bench.engine().aggregate(kind, children)));
  }

  private static Outcome verify(Step.Verify step, Workbench bench)
      throws IOException, InvalidProgramException, EngineException {
    try (ProgramCache.Lease program = bench.program(step.program())) {
      byte[] proof = bench.pull(step.proof(), bench.limits().object().asLongValue());
      byte[] publicValues = new byte[64];
      System.arraycopy(step.publicInput().bytes(), 0, publicValues, 0, 32);
      System.arraycopy(step.output().bytes(), 0, publicValues, 32, 32);
      bench.work(
          () -> {
            bench.engine().verify(program.program().id(), publicValues, proof);
            return proof;
          });
      return new Outcome.Completed(List.of(), bench.durations().millis(), null);
    }
  }

  private static Outcome pushed(Workbench bench, byte[] proof) throws IOException {
    Output output = bench.push("proof.bin", Payload.of(proof));
    return new Outcome.Completed(List.of(output), bench.durations().millis(), null);
  }

  @PreDestroy
  void close() {
    tools.programs().close();
  }
}
