package dev.provelet.stage.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Requests, by the names that existing dashboards use: {@code request_counter} and {@code
 * method_cost} (seconds), by method.
 */
@Singleton
public final class RequestMetrics {
  public static final String GENERATE_PROOF = "stage::generate_proof";
  public static final String GET_STATUS = "stage::get_status";
  private static final double NANOS = 1e9;
  private static final double[] BUCKETS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};

  private final MeterRegistry registry;
  private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

  @Inject
  RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Runs and measures, whether it succeeds or not. */
  public <T> T timed(String method, Supplier<T> request) {
    long start = System.nanoTime();
    try {
      return request.get();
    } finally {
      var _ = counts.computeIfAbsent(method, this::counter).incrementAndGet();
      cost(method).record((System.nanoTime() - start) / NANOS);
    }
  }

  /** A gauge that only goes up: a counter's name would get "_total" at its end. */
  private AtomicLong counter(String method) {
    AtomicLong count = new AtomicLong();
    var _ =
        Gauge.builder("request_counter", count, AtomicLong::get)
            .tag("method", method)
            .strongReference(true)
            .register(registry);
    return count;
  }

  private DistributionSummary cost(String method) {
    return DistributionSummary.builder("method_cost")
        .tag("method", method)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }
}
