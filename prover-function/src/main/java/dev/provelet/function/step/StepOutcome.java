package dev.provelet.function.step;

import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Kind;
import dev.provelet.contract.function.FunctionEvent.Output;
import dev.provelet.contract.function.FunctionEvent.RunSummary;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an attempt ended. */
public sealed interface StepOutcome {

  /** The answer's last line. */
  FunctionEvent lastLine();

  /**
   * @param millis how long each part took
   */
  record Completed(List<Output> outputs, Map<String, Long> millis, @Nullable RunSummary run)
      implements StepOutcome {
    @Override
    public FunctionEvent lastLine() {
      return new FunctionEvent.Done(outputs, millis, run);
    }
  }

  /**
   * @param stderr of a guest that failed
   */
  record Failed(Kind kind, String message, @Nullable String artifact, @Nullable String stderr)
      implements StepOutcome {
    private static final int MAX_MESSAGE = 32 << 10;

    public Failed(Kind kind, String message, @Nullable String artifact) {
      this(kind, message, artifact, null);
    }

    public Failed {
      message = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) + "…" : message;
    }

    @Override
    public FunctionEvent lastLine() {
      return new FunctionEvent.Failed(kind, message, artifact, stderr);
    }
  }

  /**
   * The engine's device is lost to this process, which has to end. Counted against the task: if it
   * is what brings devices down, it must not do so to one after the other.
   */
  record DeviceLost(String message) implements StepOutcome {
    @Override
    public FunctionEvent lastLine() {
      return new FunctionEvent.Failed(
          Kind.ENGINE, "the function lost its device: " + message, null);
    }
  }

  /** Nobody waited for it any more, or the function shuts down. */
  record Cancelled(String reason) implements StepOutcome {
    @Override
    public FunctionEvent lastLine() {
      return new FunctionEvent.Failed(Kind.INFRASTRUCTURE, "cancelled: " + reason, null);
    }
  }
}
