package dev.provelet.objectstore;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Ready while the object store answers. A service asks the store at most once per period. */
public final class StoreReadiness implements HealthCheck {
  private static final String NAME = "object store";

  private final Runnable question;
  private final Clock clock;
  private final Duration period;
  private final ReentrantLock lock = new ReentrantLock();
  private Instant askAgain = Instant.MIN;
  private HealthCheckResponse last = HealthCheckResponse.down(NAME);

  /**
   * @param question {@link ObjectStore#checkBucket}, or {@link ObjectStore#createBucket} for a
   *     service that creates its bucket
   * @param period how long an answer counts
   */
  public StoreReadiness(Runnable question, Clock clock, Duration period) {
    this.question = question;
    this.clock = clock;
    this.period = period;
  }

  @Override
  public HealthCheckResponse call() {
    lock.lock();
    try {
      if (!clock.instant().isBefore(askAgain)) {
        last = ask();
        askAgain = clock.instant().plus(period);
      }
      return last;
    } finally {
      lock.unlock();
    }
  }

  private HealthCheckResponse ask() {
    try {
      question.run();
      return HealthCheckResponse.up(NAME);
    } catch (StoreUnavailableException e) {
      return HealthCheckResponse.named(NAME).down().withData("reason", e.getMessage()).build();
    }
  }
}
