package dev.provelet.stage.dispatch;

import dev.provelet.stage.sql.DatabaseUnavailableException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** Keeps an attempt's lease while its function gives signs of life. Used by one thread. */
final class LeaseRenewal {
  private static final Logger LOG = Logger.getLogger(LeaseRenewal.class);

  private final String taskId;
  private final long afterNanos;
  private final BooleanSupplier renew;
  private final Ticker ticker;
  private long last;

  /**
   * @param renew renews the lease, unless it is lost: then false
   */
  LeaseRenewal(String taskId, Duration lease, BooleanSupplier renew, Ticker ticker) {
    this.taskId = taskId;
    this.afterNanos = lease.toNanos() / 3;
    this.renew = renew;
    this.ticker = ticker;
    this.last = ticker.nanos();
  }

  /** Renews if a third of the lease has gone; false if the lease is lost. */
  boolean due() {
    long now = ticker.nanos();
    if (now - last < afterNanos) {
      return true;
    }
    last = now;
    try {
      return renew.getAsBoolean();
    } catch (DatabaseUnavailableException _) {
      // If the lease runs out meanwhile, the fence protects whoever gets the task next.
      LOG.warnf("%s: cannot renew the lease: the database is unavailable", taskId);
      return true;
    }
  }
}
