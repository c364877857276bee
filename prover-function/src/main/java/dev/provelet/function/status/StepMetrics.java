package dev.provelet.function.status;

import dev.provelet.contract.function.Step;
import dev.provelet.function.step.StepOutcome;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What dashboards show; the names are those that existing ones use. */
@Singleton
public final class StepMetrics {
  private static final double[] BUCKETS = {
    0.005, 0.05, 0.25, 1, 2.5, 5, 10, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1800
  };

  private final MeterRegistry registry;
  private final Map<String, AtomicLong> requests = new ConcurrentHashMap<>();

  @Inject
  StepMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A step has ended. */
  public void ended(Step step, StepOutcome outcome, Duration took) {
    requested(method(step), took);
    String name = step.getClass().getSimpleName();
    registry
        .counter("provelet.step.outcomes", "step", name, "outcome", outcome(outcome))
        .increment();
    if (outcome instanceof StepOutcome.Completed completed) {
      completed
          .millis()
          .forEach(
              (part, millis) ->
                  Timer.builder("provelet.step.part")
                      .tags("step", name, "part", part)
                      .register(registry)
                      .record(millis, TimeUnit.MILLISECONDS));
    }
  }

  /** A request has been answered. */
  public void requested(String method, Duration took) {
    requests.computeIfAbsent(method, this::counter).incrementAndGet();
    DistributionSummary.builder("method_cost")
        .description("seconds per request")
        .tag("method", method)
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(took.toNanos() / 1e9);
  }

  /** A gauge, because a counter would be published as request_counter_total. */
  private AtomicLong counter(String method) {
    AtomicLong count = new AtomicLong();
    Gauge.builder("request_counter", count, AtomicLong::doubleValue)
        .description("requests answered")
        .tag("method", method)
        .register(registry);
    return count;
  }

  private static String method(Step step) {
    return switch (step) {
      case Step.Execute _ -> "prover::execute";
      case Step.Split _ -> "prover::split_elf";
      case Step.Prove _ -> "prover::prove";
      case Step.Aggregate _ -> "prover::aggregate";
      case Step.Verify _ -> "prover::verify";
      case Step.Root _ -> "prover::root";
      case Step.Snark _ -> "prover::snark_proof";
      case Step.WrapEvm _ -> "prover::wrap_evm";
      case Step.VerifySnark _ -> "prover::verify_snark";
    };
  }

  private static String outcome(StepOutcome outcome) {
    return switch (outcome) {
      case StepOutcome.Completed _ -> "completed";
      case StepOutcome.Failed failed -> failed.kind().name().toLowerCase(Locale.ROOT);
      case StepOutcome.DeviceLost _ -> "device_lost";
      case StepOutcome.Cancelled _ -> "cancelled";
    };
  }
}
