package dev.provelet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceGroupTest {
  private static final URI STAGE = URI.create("http://127.0.0.1:1001");
  private static final URI FILES = URI.create("http://127.0.0.1:1002");

  @TempDir private Path logs;
  private final SettableClock clock = new SettableClock();
  private final FakeLauncher stage = new FakeLauncher();
  private final FakeLauncher files = new FakeLauncher();
  private final Set<URI> ready = new HashSet<>();
  private ServiceGroup group;

  @BeforeEach
  void start() throws Exception {
    group =
        new ServiceGroup(
            List.of(service("stage-api", STAGE, stage), service("file-server", FILES, files)),
            ready::contains,
            clock);
    group.start();
  }

  @Test
  void the_wait_ends_when_every_service_is_ready() throws Exception {
    List<URI> becomeReady = List.of(STAGE, FILES);
    int[] ticks = {0};

    group.awaitReady(() -> ready.add(becomeReady.get(ticks[0]++)));

    assertThat(ticks[0]).isEqualTo(2);
  }

  @Test
  void a_service_that_ends_while_it_starts_is_named_with_the_end_of_its_log() throws Exception {
    Files.writeString(logs.resolve("file-server.log"), "port 1002 is taken");
    ready.add(STAGE);
    files.last().die();

    assertThatThrownBy(() -> group.awaitReady(() -> true))
        .isInstanceOf(LocalPlatformException.class)
        .hasMessageContaining("file-server did not start")
        .hasMessageEndingWith("port 1002 is taken");
  }

  @Test
  void a_service_that_is_not_ready_in_time_is_named() {
    ready.add(STAGE);

    assertThatThrownBy(() -> group.awaitReady(this::halfAMinute))
        .isInstanceOf(LocalPlatformException.class)
        .hasMessageContaining("file-server was not ready after 120 s");
  }

  @Test
  void a_request_to_stop_ends_the_wait() {
    assertThatThrownBy(() -> group.awaitReady(() -> false))
        .isInstanceOf(LocalPlatformException.class)
        .hasMessage("stopped while starting");
  }

  @Test
  void a_dead_service_is_started_again_and_the_others_are_not() throws Exception {
    assertThat(group.restartDead()).isFalse();
    files.last().die();

    assertThat(group.restartDead()).isTrue();

    assertThat(stage.count()).isEqualTo(1);
    assertThat(files.count()).isEqualTo(2);
  }

  @Test
  void a_service_that_was_stopped_is_not_started_again() throws Exception {
    group.stop();

    assertThat(stage.last().isAlive()).isFalse();
    assertThat(files.last().isAlive()).isFalse();
    assertThat(group.restartDead()).isFalse();
    assertThat(files.count()).isEqualTo(1);
  }

  private boolean halfAMinute() {
    clock.advance(Duration.ofSeconds(30));
    return true;
  }

  private ServiceProcess service(String name, URI url, FakeLauncher launcher) {
    return new ServiceProcess(
        new ServiceProcess.Spec(
            name,
            logs.resolve(name + ".jar").toFile(),
            List.of(),
            Map.of(),
            logs.resolve(name + ".log").toFile(),
            url),
        launcher,
        clock);
  }
}
