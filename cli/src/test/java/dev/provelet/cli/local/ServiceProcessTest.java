package dev.provelet.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProcessTest {
  @TempDir private Path directory;
  private final SettableClock clock = new SettableClock();

  @Test
  void a_dead_service_is_started_again_at_once_the_first_time() throws Exception {
    // Given a service whose jar is missing, so that it dies
    ServiceProcess service = dead();

    // When
    boolean restarted = service.restartIfDead();

    // Then
    assertThat(restarted).isTrue();
  }

  @Test
  void the_pause_before_the_next_start_grows_with_each_death() throws Exception {
    ServiceProcess service = dead();
    service.restartIfDead();
    service.awaitStop(Duration.ofSeconds(20));

    assertThat(service.restartIfDead()).isFalse();
    clock.advance(Duration.ofMillis(500));
    assertThat(service.restartIfDead()).isTrue();

    service.awaitStop(Duration.ofSeconds(20));
    clock.advance(Duration.ofMillis(500));
    assertThat(service.restartIfDead()).isFalse();
    clock.advance(Duration.ofMillis(500));
    assertThat(service.restartIfDead()).isTrue();
    service.awaitStop(Duration.ofSeconds(20));
  }

  @Test
  void a_good_run_makes_the_pauses_start_over() throws Exception {
    ServiceProcess service = dead();
    service.restartIfDead();
    service.awaitStop(Duration.ofSeconds(20));

    clock.advance(Duration.ofMinutes(2));

    assertThat(service.restartIfDead()).isTrue();
    service.awaitStop(Duration.ofSeconds(20));
  }

  private ServiceProcess dead() throws Exception {
    ServiceProcess service =
        new ServiceProcess(
            new ServiceProcess.Spec(
                "test",
                directory.resolve("missing.jar").toFile(),
                List.of("-Xmx16m"),
                Map.of(),
                directory.resolve("log").toFile(),
                URI.create("http://127.0.0.1:1")),
            clock);
    service.start();
    service.awaitStop(Duration.ofSeconds(20));
    return service;
  }

  /** Stands still until told otherwise. */
  private static final class SettableClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
