package dev.provelet.function.invoke;

import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Kind;
import dev.provelet.contract.function.Invocation;
import dev.provelet.function.config.FunctionConfig;
import dev.provelet.function.status.StepMetrics;
import dev.provelet.function.step.Events;
import dev.provelet.function.step.Outcome;
import dev.provelet.function.step.Steps;
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
 * thread for minutes. A permit comes back only when the work on it has stopped.
 */
@Singleton
final class Attempts {
  private static final Logger LOG = Logger.getLogger(Attempts.class);

  private static final Duration TIME_TO_CANCEL = Duration.ofSeconds(1);

  private final Steps steps;
  private final StepMetrics metrics;
  private final int permits;
  private final ExecutorService devices;
  private final Set<Attempt> running = new LinkedHashSet<>();
  private boolean closing;

  @Inject
  Attempts(Steps steps, StepMetrics metrics, FunctionConfig config) {
    this.steps = steps;
    this.metrics = metrics;
    this.permits = config.permits();
    this.devices =
        Executors.newFixedThreadPool(
            permits, Thread.ofPlatform().name("device-", 0).daemon().factory());
  }

  /** A permit for this invocation, if one is free. */
  synchronized Optional<Attempt> admit(Invocation invocation) {
    if (closing || running.size() >= permits) {
      return Optional.empty();
    }
    Attempt attempt = new Attempt(invocation);
    running.add(attempt);
    return Optional.of(attempt);
  }

  /** What is worked on now, oldest first. */
  synchronized List<Attempt> running() {
    return List.copyOf(running);
  }

  /** Starts the work; its events come from its own thread, the last one once the permit is free. */
  void start(Attempt attempt, Events events, Events last) {
    devices.execute(
        () -> {
          FunctionEvent end =
              new FunctionEvent.Failed(Kind.ENGINE, "a fault in the function", null);
          try {
            end = work(attempt, events);
          } finally {
            release(attempt);
            last.emit(end);
          }
        });
  }

  private FunctionEvent work(Attempt attempt, Events events) {
    Invocation invocation = attempt.invocation();
    LOG.infof("%s fence %d: started", invocation, invocation.fence());
    long start = System.nanoTime();
    Outcome outcome = steps.run(invocation, events, attempt.cancellation());
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    metrics.ended(invocation.step(), outcome, took);
    LOG.infof(
        "%s fence %d: %s after %d ms",
        invocation, invocation.fence(), words(outcome), took.toMillis());
    return outcome.lastLine();
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Completed completed -> "completed " + completed.millis();
      // What a guest says is between it and its client.
      case Outcome.Failed(Kind kind, String _, _) when kind == Kind.GUEST -> "failed, GUEST";
      case Outcome.Failed(Kind kind, String message, _) -> "failed, " + kind + ": " + message;
      case Outcome.Cancelled(String reason) -> "cancelled, " + reason;
    };
  }

  private synchronized void release(Attempt attempt) {
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
