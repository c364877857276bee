package dev.provelet.stage.task;

import java.time.Duration;

/** Told how attempts go, to measure them. */
public interface AttemptListener {
  /**
   * @param outcome one word
   */
  void ended(Attempt attempt, String outcome, Duration took);

  /** A run has been split into so many segments. */
  void split(int segments);
}
