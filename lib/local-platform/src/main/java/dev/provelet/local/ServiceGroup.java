package dev.provelet.local;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The services of one platform: started together, restarted when they die, stopped together. */
final class ServiceGroup {
  private static final Duration READY_WITHIN = Duration.ofMinutes(2);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(15);

  private final List<ServiceProcess> services;
  private final ReadinessProbe probe;
  private final Clock clock;
  private Instant readyBy = Instant.EPOCH;
  private boolean stopped;

  ServiceGroup(List<ServiceProcess> services, ReadinessProbe probe, Clock clock) {
    this.services = List.copyOf(services);
    this.probe = probe;
    this.clock = clock;
  }

  void start() throws LocalPlatformException {
    readyBy = clock.instant().plus(READY_WITHIN);
    for (ServiceProcess service : services) {
      try {
        service.start();
      } catch (IOException e) {
        throw new LocalPlatformException(
            "cannot start " + service.spec().name() + ": " + e.getMessage(), e);
      }
    }
  }

  /**
   * Returns when every service is ready.
   *
   * @throws LocalPlatformException if one ends or is not ready in time, or a stop is requested
   */
  void awaitReady(Ticker ticker) throws LocalPlatformException, InterruptedException {
    while (!allReady()) {
      if (!ticker.next()) {
        throw new LocalPlatformException("stopped while starting");
      }
    }
  }

  private boolean allReady() throws LocalPlatformException, InterruptedException {
    for (ServiceProcess service : services) {
      if (probe.isReady(service.spec().url())) {
        continue;
      }
      if (!service.isAlive()) {
        throw notStarted(service, "did not start");
      }
      if (clock.instant().isAfter(readyBy)) {
        throw notStarted(service, "was not ready after " + READY_WITHIN.toSeconds() + " s");
      }
      return false;
    }
    return true;
  }

  private static LocalPlatformException notStarted(ServiceProcess service, String what) {
    ServiceProcess.Spec spec = service.spec();
    return new LocalPlatformException(
        spec.name() + " " + what + "; its log is " + spec.log() + LogTail.of(spec.log().toPath()));
  }

  /**
   * Starts those again that have died; none once they are stopped.
   *
   * @return whether one was started
   */
  synchronized boolean restartDead() throws LocalPlatformException {
    boolean restarted = false;
    if (stopped) {
      return false;
    }
    for (ServiceProcess service : services) {
      try {
        restarted |= service.restartIfDead();
      } catch (IOException e) {
        throw new LocalPlatformException(
            "cannot restart " + service.spec().name() + ": " + e.getMessage(), e);
      }
    }
    return restarted;
  }

  List<RunState.Service> states() {
    return services.stream().map(ServiceProcess::state).toList();
  }

  /** Asks all to end, then waits for each. */
  synchronized void stop() throws InterruptedException {
    stopped = true;
    services.forEach(ServiceProcess::requestStop);
    for (ServiceProcess service : services) {
      service.awaitStop(STOP_WITHIN);
    }
  }
}
