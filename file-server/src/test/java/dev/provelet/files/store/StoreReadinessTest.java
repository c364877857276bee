package dev.provelet.files.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.artifact.ArtifactKey;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class StoreReadinessTest {
  private final Store store = new Store();
  private final SteppedClock clock = new SteppedClock();
  private final StoreReadiness readiness = new StoreReadiness(store, clock, Duration.ofSeconds(5));

  @Test
  void theStoreIsAskedOncePerPeriod() {
    // When
    readiness.call();
    readiness.call();
    clock.now = clock.now.plusSeconds(4);
    readiness.call();
    // Then
    assertThat(store.probes).isEqualTo(1);
    clock.now = clock.now.plusSeconds(1);
    readiness.call();
    assertThat(store.probes).isEqualTo(2);
  }

  @Test
  void readinessFollowsTheStore() {
    assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);
    store.down = true;
    clock.now = clock.now.plusSeconds(5);
    assertThat(readiness.call().getStatus()).isEqualTo(Status.DOWN);
    store.down = false;
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

  /** A store of which only the probe is asked. */
  private static final class Store implements ObjectStore {
    private int probes;
    private boolean down;

    @Override
    public void probe() {
      probes++;
      if (down) {
        throw new StoreUnavailableException("down", new IllegalStateException());
      }
    }

    @Override
    public URI presignGet(ArtifactKey key, Duration validity) {
      throw new UnsupportedOperationException();
    }

    @Override
    public URI presignHead(ArtifactKey key, Duration validity) {
      throw new UnsupportedOperationException();
    }

    @Override
    public URI presignPut(ArtifactKey key, Upload upload, Duration validity) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Found> find(ArtifactKey key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<InputStream> open(ArtifactKey key, Span span) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Put putOnce(ArtifactKey key, Upload upload, InputStream content) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Listed> list(ArtifactKey.Prefix prefix) {
      throw new UnsupportedOperationException();
    }
  }
}
