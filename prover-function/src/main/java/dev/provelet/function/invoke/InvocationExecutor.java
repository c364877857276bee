package dev.provelet.function.invoke;

import dev.provelet.contract.function.FunctionEvent.Kind;
import dev.provelet.contract.function.Invocation;
import dev.provelet.function.config.FunctionConfig;
import dev.provelet.function.engine.DeviceHealth;
import dev.provelet.function.engine.ProcessExit;
import dev.provelet.function.status.StepMetrics;
import dev.provelet.function.step.EventSink;
import dev.provelet.function.step.StepOutcome;
import dev.provelet.function.step.StepRunner;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Admits as many attempts as there are devices and runs them on platform threads: proving pins a
 * thread for minutes. A permit comes back only when the work on it has stopped. When a device is
 * lost, nothing more is admitted and the function ends.
 */
@Singleton
final class InvocationExecutor {
  private static final Logger LOG = Logger.getLogger(InvocationExecutor.class);

  private static final Duration TIME_TO_CANCEL = Duration.ofSeconds(1);

  /** EX_TEMPFAIL: started again, it may well work. */
  private static final int DEVICE_LOST = 75;

  private final StepRunner steps;
  private final StepMetrics metrics;
  private final DeviceHealth device;
  private final ProcessExit exit;
  private final int permits;
  private final ExecutorService devices;
  private final Set<AdmittedInvocation> running = new LinkedHashSet<>();
  private boolean closing;

  @Inject
  InvocationExecutor(
      StepRunner steps,
      StepMetrics metrics,
      DeviceHealth device,
      ProcessExit exit,
      FunctionConfig config) {
    this.steps = steps;
    this.metrics = metrics;
    this.device = device;
    this.exit = exit;
    this.permits = config.permits();
    this.devices =
        Executors.newFixedThreadPool(
            permits, Thread.ofPlatform().name("device-", 0).daemon().factory());
  }

  /** A permit for this invocation, if one is free and will be of use. */
  synchronized Admission admit(Invocation invocation) {
    Optional<String> ending = ending();
    if (ending.isPresent()) {
      return new Admission.Ending(ending.get());
    }
    if (running.size() >= permits) {
      return new Admission.Busy();
    }
    AdmittedInvocation attempt = new AdmittedInvocation(invocation);
    running.add(attempt);
    return new Admission.Admitted(attempt);
  }

  /** Why nothing is admitted any more, if so. */
  synchronized Optional<String> ending() {
    return device
        .whyLost()
        .map(why -> "the function lost its device: " + why)
        .or(() -> closing ? Optional.of("the function shuts down") : Optional.empty());
  }

  /** What is worked on now, oldest first. */
  synchronized List<AdmittedInvocation> running() {
    return List.copyOf(running);
  }

  /** Starts the work; its events come from its own thread, the last one once the permit is free. */
  void start(AdmittedInvocation attempt, EventSink events, EventSink last) {
    devices.execute(
        () -> {
          StepOutcome outcome =
              new StepOutcome.Failed(Kind.ENGINE, "a fault in the function", null);
          try {
            outcome = work(attempt, events);
          } finally {
            end(attempt, outcome, last);
          }
        });
  }

  private void end(AdmittedInvocation attempt, StepOutcome outcome, EventSink last) {
    if (outcome instanceof StepOutcome.DeviceLost(String why)) {
      // Before the permit is free: nothing is admitted in between.
      device.lost(why);
    }
    release(attempt);
    last.emit(outcome.lastLine());
    if (outcome instanceof StepOutcome.DeviceLost) {
      LOG.error("this function lost its device and ends, to be started again");
      exit.request(DEVICE_LOST);
    }
  }

  private StepOutcome work(AdmittedInvocation attempt, EventSink events) {
    Invocation invocation = attempt.invocation();
    LOG.infof("%s fence %d: started", invocation, invocation.fence());
    long start = System.nanoTime();
    StepOutcome outcome = steps.run(invocation, events, attempt.cancellation());
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    metrics.ended(invocation.step(), outcome, took);
    LOG.infof(
        "%s fence %d: %s after %d ms",
        invocation, invocation.fence(), words(outcome), took.toMillis());
    return outcome;
  }

  private static String words(StepOutcome outcome) {
    return switch (outcome) {
      case StepOutcome.Completed completed -> "completed " + completed.millis();
      // What a guest says is between it and its client.
      case StepOutcome.Failed(Kind kind, _, _, _) when kind == Kind.GUEST -> "failed, GUEST";
      case StepOutcome.Failed(Kind kind, String message, _, _) ->
          "failed, " + kind + ": " + message;
      case StepOutcome.DeviceLost(String message) -> "failed, the device is lost: " + message;
      case StepOutcome.Cancelled(String reason) -> "cancelled, " + reason;
    };
  }

  private synchronized void release(AdmittedInvocation attempt) {
    running.remove(attempt);
  }

  /** Comes when requests have had their time to end, see {@code quarkus.shutdown.timeout}. */
  void shutDown(@Observes ShutdownEvent event) throws InterruptedException {
    synchronized (this) {
      closing = true;
      running.forEach(attempt -> attempt.cancellation().cancel("the function shuts down"));
    }
    devices.shutdown();
    if (!devices.awaitTermination(TIME_TO_CANCEL.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("an attempt that cannot be cancelled while it proves is given up");
    }
  }
}
