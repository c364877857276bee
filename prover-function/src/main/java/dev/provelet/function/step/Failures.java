package dev.provelet.function.step;

import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionEvent.Kind;
import dev.provelet.contract.function.Step;
import dev.provelet.engine.EngineException;
import dev.provelet.function.cancel.CancelledException;
import dev.provelet.function.snark.MissingKeysException;
import dev.provelet.function.transfer.TransferException;
import dev.provelet.guest.InvalidProgramException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The one place where what was thrown becomes what the caller is told. */
final class Failures {
  private static final Logger LOG = Logger.getLogger(Failures.class);

  private Failures() {}

  static StepOutcome outcome(Throwable thrown, Step step) {
    return switch (thrown) {
      case CancelledException e -> new StepOutcome.Cancelled(message(e));
      case GuestFailedException e ->
          new StepOutcome.Failed(Kind.GUEST, message(e), null, e.stderr());
      case InvalidProgramException e ->
          new StepOutcome.Failed(Kind.INPUT, message(e), program(step));
      case TransferException e -> transfer(e);
      case EngineException e -> engine(e, step);
      // Counted: it may be that no function has them.
      case MissingKeysException e -> new StepOutcome.Failed(Kind.RESOURCE, message(e), null);
      case WrongVersionException e -> new StepOutcome.Failed(Kind.INFRASTRUCTURE, message(e), null);
      case UncheckedIOException e -> scratch(e);
      case IOException e -> scratch(e);
      case OutOfMemoryError e ->
          new StepOutcome.Failed(
              Kind.RESOURCE, "the function's memory ran out: " + message(e), null);
      case Throwable e -> fault(e);
    };
  }

  /** Ours: counted against the task, so that it cannot be retried for ever. */
  private static StepOutcome fault(Throwable e) {
    LOG.error("a fault in the function", e);
    return new StepOutcome.Failed(Kind.ENGINE, "a fault in the function; see its log", null);
  }

  private static StepOutcome transfer(TransferException e) {
    return switch (e.fault()) {
      case OBJECT -> new StepOutcome.Failed(Kind.INPUT, message(e), e.artifact());
      case TRANSPORT -> new StepOutcome.Failed(Kind.INFRASTRUCTURE, message(e), null);
    };
  }

  private static StepOutcome engine(EngineException e, Step step) {
    return switch (e.status()) {
      // IO: its directory for keys, which is on this machine.
      case RESOURCE, IO -> new StepOutcome.Failed(Kind.RESOURCE, message(e), null);
      case INVALID_SEGMENT, INVALID_PROOF, REJECTED ->
          new StepOutcome.Failed(Kind.INPUT, message(e), refused(e, step));
      case CANCELLED -> new StepOutcome.Cancelled(message(e));
      case BROKEN -> new StepOutcome.DeviceLost(message(e));
      case UNSUPPORTED_CPU, UNAVAILABLE, UNSUPPORTED ->
          new StepOutcome.Failed(Kind.INFRASTRUCTURE, message(e), null);
      case OK, INVALID_ARGUMENT, INVALID_PROGRAM, PANIC, ENGINE ->
          new StepOutcome.Failed(Kind.ENGINE, message(e), null);
    };
  }

  /**
   * What the network does is a {@link TransferException}; what is left is this machine's disk. It
   * may be full each time, so that it counts.
   */
  private static StepOutcome scratch(Exception e) {
    return new StepOutcome.Failed(
        Kind.RESOURCE, "the function's scratch directory: " + message(e), null);
  }

  /** The input that the engine refused. */
  private static @Nullable String refused(EngineException e, Step step) {
    return switch (step) {
      case Step.Prove prove -> prove.segment().name();
      case Step.Verify verify -> verify.proof().name();
      case Step.Aggregate aggregate -> child(e, aggregate.children());
      case Step.Root root -> root.proof().name();
      case Step.Snark snark -> snark.root().name();
      case Step.WrapEvm wrap -> wrap.snark().name();
      case Step.VerifySnark verify -> verify.proof().name();
      case Step.Execute _, Step.Split _ -> null;
    };
  }

  private static @Nullable String child(EngineException e, List<Artifact> children) {
    int position = e.refusedChild().orElse(children.size());
    return position < children.size() ? children.get(position).name() : null;
  }

  private static @Nullable String program(Step step) {
    return switch (step) {
      case Step.Execute execute -> execute.program().name();
      case Step.Split split -> split.program().name();
      case Step.Prove prove -> prove.program().name();
      case Step.Verify verify -> verify.program().name();
      case Step.VerifySnark verify -> verify.program().name();
      case Step.Aggregate _, Step.Root _, Step.Snark _, Step.WrapEvm _ -> null;
    };
  }

  private static String message(Throwable e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
