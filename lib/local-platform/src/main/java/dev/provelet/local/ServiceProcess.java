package dev.provelet.local;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One service as a child process: started, watched, started again when it dies, stopped. */
final class ServiceProcess {
  private static final Duration MAX_PAUSE = Duration.ofSeconds(30);
  private static final Duration GOOD_RUN = Duration.ofMinutes(1);

  /**
   * How to start a service.
   *
   * @param jvmOptions everything between {@code java} and {@code -jar}
   * @param environment added to this process's; secrets travel here, since arguments are visible to
   *     all
   * @param log where its output goes, appended
   */
  record Spec(
      String name,
      File jar,
      List<String> jvmOptions,
      Map<String, String> environment,
      File log,
      URI url) {
    Spec {
      jvmOptions = List.copyOf(jvmOptions);
      environment = Map.copyOf(environment);
    }
  }

  /** Starts the process of a service. */
  interface Launcher {
    Process launch(Spec spec) throws IOException;
  }

  private final Spec spec;
  private final Launcher launcher;
  private final Clock clock;
  private @Nullable Process process;
  private Instant startedAt = Instant.EPOCH;
  private int restarts;

  ServiceProcess(Spec spec, Launcher launcher, Clock clock) {
    this.spec = spec;
    this.launcher = launcher;
    this.clock = clock;
  }

  Spec spec() {
    return spec;
  }

  /** Launches with the JVM that runs this one. */
  static Process launchJava(Spec spec) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(spec.jvmOptions());
    command.add("-jar");
    command.add(spec.jar().getPath());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(spec.environment());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log()));
    return builder.start();
  }

  void start() throws IOException {
    process = launcher.launch(spec);
    startedAt = clock.instant();
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  RunState.Service state() {
    if (process == null) {
      throw new IllegalStateException(spec.name() + " was not started");
    }
    return new RunState.Service(spec.name(), RunState.Identity.of(process.toHandle()), spec.url());
  }

  /**
   * Starts the service again if it has died and its pause is over. The pause doubles with each
   * death from 250 ms up to 30 s, and starts over after a run of a minute.
   *
   * @return whether it was started
   */
  boolean restartIfDead() throws IOException {
    if (isAlive()) {
      return false;
    }
    if (Duration.between(startedAt, clock.instant()).compareTo(GOOD_RUN) > 0) {
      restarts = 0;
    }
    Duration pause = Duration.ofMillis(250L << Math.min(restarts, 10));
    Duration bounded = pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause;
    if (restarts > 0 && clock.instant().isBefore(startedAt.plus(bounded))) {
      return false;
    }
    restarts++;
    start();
    return true;
  }

  void requestStop() {
    if (process != null) {
      process.destroy();
    }
  }

  /** Waits until it has ended, and kills it if it has not {@code within} this time. */
  void awaitStop(Duration within) throws InterruptedException {
    if (process != null && !process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
