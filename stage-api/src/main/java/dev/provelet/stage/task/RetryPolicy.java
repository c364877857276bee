package dev.provelet.stage.task;

import java.time.Duration;

/** How often and when a task is tried again. */
final class RetryPolicy {
  /** Attempts that may fail through the task itself. */
  static final int MAX_FAILURES = 3;

  /** How often one task's work is done again because it was damaged. */
  static final int MAX_REMAKES = 3;

  private static final Duration FIRST_DELAY = Duration.ofMillis(200);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
  private static final int MAX_SHIFT = 10;

  private RetryPolicy() {}

  /**
   * The wait after an interruption: none after the first, since another function can take over at
   * once, then doubling.
   *
   * @param interruptions how many there have been, this one included
   */
  static Duration afterInterruption(int interruptions) {
    return interruptions <= 1 ? Duration.ZERO : doubling(interruptions - 2);
  }

  /**
   * @param failures how many there have been, this one included
   */
  static Duration afterFailure(int failures) {
    return doubling(failures - 1);
  }

  private static Duration doubling(int times) {
    Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(times, MAX_SHIFT));
    return delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
  }
}
