package dev.provelet.stage.metrics;

import dev.provelet.stage.task.Attempt;
import dev.provelet.stage.task.AttemptListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Attempts at tasks, and {@code stage_segment_count}, the segments of the run split last. */
@Singleton
final class TaskMetrics implements AttemptListener {
  private final MeterRegistry registry;
  private final AtomicLong segments = new AtomicLong();

  @Inject
  TaskMetrics(MeterRegistry registry) {
    this.registry = registry;
    var _ =
        Gauge.builder("stage_segment_count", segments, AtomicLong::get)
            .strongReference(true)
            .register(registry);
  }

  @Override
  public void ended(Attempt attempt, String outcome, Duration took) {
    registry.timer("stage_task", "kind", attempt.kind().text(), "outcome", outcome).record(took);
  }

  @Override
  public void split(int count) {
    segments.set(count);
  }
}
