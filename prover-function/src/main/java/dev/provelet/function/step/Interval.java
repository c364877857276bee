package dev.provelet.function.step;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Says when a stretch of time has gone since it was last restarted. Used by one thread. */
public final class Interval {
  private final long length;
  private final LongSupplier nanos;
  private long start;

  /**
   * @param nanos a clock that goes only forward, in nanoseconds
   */
  public Interval(Duration length, LongSupplier nanos) {
    this.length = length.toNanos();
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  public boolean elapsed() {
    return nanos.getAsLong() - start >= length;
  }

  public void restart() {
    start = nanos.getAsLong();
  }
}
