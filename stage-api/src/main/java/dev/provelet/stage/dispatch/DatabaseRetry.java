package dev.provelet.stage.dispatch;

import dev.provelet.stage.sql.DatabaseUnavailableException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Goes on trying to write down what a function has found out while the database is away: that work
 * is worth more than the wait.
 *
 * @param limit for how long
 */
record DatabaseRetry(Duration limit, Ticker ticker) {
  private static final Logger LOG = Logger.getLogger(DatabaseRetry.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /**
   * @throws DatabaseUnavailableException if the database is still away in the end
   */
  <T> T run(Supplier<T> write) {
    long deadline = ticker.nanos() + limit.toNanos();
    while (true) {
      try {
        return write.get();
      } catch (DatabaseUnavailableException e) {
        if (ticker.nanos() - deadline > 0) {
          throw e;
        }
        LOG.warn("the database is unavailable; an attempt waits to record its result");
        try {
          ticker.sleep(PAUSE);
        } catch (InterruptedException _) {
          Thread.currentThread().interrupt();
          throw e;
        }
      }
    }
  }
}
