package dev.provelet.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class StoreReadinessTest {
  private int questions;
  private boolean down;
  private final SteppedClock clock = new SteppedClock();
  private final StoreReadiness readiness =
      new StoreReadiness(this::ask, clock, Duration.ofSeconds(5));

  private void ask() {
    questions++;
    if (down) {
      throw new StoreUnavailableException("down");
    }
  }

  @Test
  void the_store_is_asked_once_per_period() {
    // When
    readiness.call();
    readiness.call();
    clock.now = clock.now.plusSeconds(4);
    readiness.call();
    // Then
    assertThat(questions).isEqualTo(1);
    clock.now = clock.now.plusSeconds(1);
    readiness.call();
    assertThat(questions).isEqualTo(2);
  }

  @Test
  void readiness_follows_the_store() {
    assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);
    down = true;
    clock.now = clock.now.plusSeconds(5);
    assertThat(readiness.call().getStatus()).isEqualTo(Status.DOWN);
    down = false;
    clock.now = clock.now.plusSeconds(5);
    assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);
  }

  private static final class SteppedClock extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
