package dev.provelet.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProcessTest {
  @TempDir private Path directory;
  private final SettableClock clock = new SettableClock();
  private final FakeLauncher launcher = new FakeLauncher();
  private ServiceProcess service;

  @BeforeEach
  void start() throws Exception {
    service = new ServiceProcess(spec("missing.jar"), launcher, clock);
    service.start();
  }

  @Test
  void a_live_service_is_left_alone() throws Exception {
    assertThat(service.restartIfDead()).isFalse();
    assertThat(launcher.count()).isEqualTo(1);
  }

  @Test
  void a_dead_service_is_started_again_at_once_the_first_time() throws Exception {
    launcher.last().die();

    assertThat(service.restartIfDead()).isTrue();
    assertThat(service.isAlive()).isTrue();
  }

  @Test
  void the_pause_before_the_next_start_doubles_with_each_death_up_to_half_a_minute()
      throws Exception {
    launcher.last().die();
    service.restartIfDead();

    for (long pause : new long[] {500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000}) {
      launcher.last().die();
      clock.advance(Duration.ofMillis(pause - 1));
      assertThat(service.restartIfDead()).as("before %d ms", pause).isFalse();
      clock.advance(Duration.ofMillis(1));
      assertThat(service.restartIfDead()).as("after %d ms", pause).isTrue();
    }
  }

  @Test
  void a_run_of_more_than_a_minute_makes_the_pauses_start_over() throws Exception {
    launcher.last().die();
    service.restartIfDead();
    clock.advance(Duration.ofSeconds(61));
    launcher.last().die();
    assertThat(service.restartIfDead()).isTrue();

    launcher.last().die();
    clock.advance(Duration.ofMillis(500));

    assertThat(service.restartIfDead()).isTrue();
  }

  @Test
  void a_service_that_does_not_end_when_asked_is_killed() throws Exception {
    launcher.makeStubborn();
    service.start();

    service.requestStop();
    assertThat(service.isAlive()).isTrue();
    service.awaitStop(Duration.ofSeconds(15));

    assertThat(service.isAlive()).isFalse();
  }

  @Test
  void a_jar_is_launched_with_this_processs_java_and_writes_to_its_log() throws Exception {
    ServiceProcess.Spec spec = spec("missing.jar");

    Process process = ServiceProcess.launchJava(spec);

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(spec.log()).content().contains("missing.jar");
  }

  private ServiceProcess.Spec spec(String jar) {
    return new ServiceProcess.Spec(
        "test",
        directory.resolve(jar).toFile(),
        List.of("-Xmx16m"),
        Map.of(),
        directory.resolve("log").toFile(),
        URI.create("http://127.0.0.1:1"));
  }
}
