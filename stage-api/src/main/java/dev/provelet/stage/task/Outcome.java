package dev.provelet.stage.task;

import dev.provelet.contract.artifact.Digest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an attempt ended; decides what happens to the task. */
public sealed interface Outcome {

  /** It is done. */
  record Completed(List<Made> made, @Nullable Run run) implements Outcome {
    public Completed {
      made = List.copyOf(made);
    }
  }

  /** The program failed: an answer, never tried again. */
  record GuestFailed(String message, String stderr) implements Outcome {}

  /** An input is not what it was: it is made again, and this task after it. */
  record InputDamaged(String artifact, String message) implements Outcome {}

  /** The inputs are as they were and cannot be worked with: an answer. */
  record InputRefused(String message) implements Outcome {}

  /** Memory or disk was not enough; tried a few times. */
  record OutOfResources(String message) implements Outcome {}

  /** The engine or the function's answer is wrong; tried a few times. */
  record EngineFailed(String message) implements Outcome {}

  /** Cut short through no fault of the task: tried again for as long as it takes. */
  record Interrupted(String message) implements Outcome {}

  /** The function has no room now. */
  record Busy(Duration retryAfter) implements Outcome {}

  /** The task is no longer this attempt's. */
  record LeaseLost() implements Outcome {}

  /**
   * An object that was pushed below the attempt's prefix.
   *
   * @param size in bytes
   */
  record Made(String name, Digest sha256, long size) {}

  /** How a run went that ended with exit status 0. */
  record Run(long cycles, int segments, String stderr) {}
}
