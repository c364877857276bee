package dev.provelet.files.store;

import dev.provelet.files.FileServerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the store answers; asks it at most once per {@code readiness-cache}. */
@Readiness
@ApplicationScoped
class StoreReadiness implements HealthCheck {
  private static final String NAME = "object store";

  private final ObjectStore store;
  private final Clock clock;
  private final Duration cache;
  private final ReentrantLock lock = new ReentrantLock();
  private Instant askAgain = Instant.MIN;
  private HealthCheckResponse last = HealthCheckResponse.down(NAME);

  @Inject
  StoreReadiness(ObjectStore store, Clock clock, FileServerConfig config) {
    this(store, clock, config.readinessCache());
  }

  StoreReadiness(ObjectStore store, Clock clock, Duration cache) {
    this.store = store;
    this.clock = clock;
    this.cache = cache;
  }

  @Override
  public HealthCheckResponse call() {
    lock.lock();
    try {
      if (!clock.instant().isBefore(askAgain)) {
        last = ask();
        askAgain = clock.instant().plus(cache);
      }
      return last;
    } finally {
      lock.unlock();
    }
  }

  private HealthCheckResponse ask() {
    try {
      store.probe();
      return HealthCheckResponse.up(NAME);
    } catch (StoreUnavailableException e) {
      return HealthCheckResponse.named(NAME).down().withData("reason", e.getMessage()).build();
    }
  }
}
