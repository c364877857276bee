package dev.provelet.function.transfer;

import dev.provelet.function.cancel.CancellationToken;
import dev.provelet.function.cancel.CancelledException;
import java.time.Duration;

/**
 * How often to try, and how long to wait between.
 *
 * @param attempts at least 1
 * @param first the pause after the first failure; doubled after each further one, up to 5 seconds
 */
record Backoff(int attempts, Duration first) {
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final Duration CANCELLATION_CHECK_INTERVAL = Duration.ofMillis(100);

  /**
   * @param failures at least 1
   */
  Duration pause(int failures) {
    long factor = 1L << Math.min(failures - 1, 20);
    Duration pause = first.multipliedBy(factor);
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }

  void await(int failures, CancellationToken cancellation) {
    long end = System.nanoTime() + pause(failures).toNanos();
    try {
      for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
        cancellation.check();
        Thread.sleep(Duration.ofNanos(Math.min(left, CANCELLATION_CHECK_INTERVAL.toNanos())));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancelledException("interrupted");
    }
  }
}
