package dev.provelet.function.cancel;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A wish that work should stop, heard wherever the work can stop. */
public final class CancellationToken {
  private final AtomicReference<@Nullable String> reason = new AtomicReference<>();

  /** Only the first reason is kept. */
  public void cancel(String why) {
    reason.compareAndSet(null, why);
  }

  public boolean requested() {
    return reason.get() != null;
  }

  /**
   * @throws CancelledException if the work should stop
   */
  public void check() {
    String why = reason.get();
    if (why != null) {
      throw new CancelledException(why);
    }
  }
}
