package dev.provelet.function.status;

import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineBounds;
import dev.provelet.engine.EngineException;
import dev.provelet.guest.layout.MemoryLayout;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * How much memory a segment's proof takes at most, by the log2 of its tallest trace. Estimated once
 * and in the background, when somebody first asks: the keys that it follows from may have to be
 * made.
 */
@Singleton
public final class SegmentMemory {
  private static final Logger LOG = Logger.getLogger(SegmentMemory.class);

  private final Engine engine;
  private final AtomicBoolean asked = new AtomicBoolean();
  private volatile @Nullable Map<Integer, Long> bytes;

  @Inject
  SegmentMemory(Engine engine) {
    this.engine = engine;
  }

  /** Bytes by height, if they are known by now. */
  public Optional<Map<Integer, Long>> ifKnown() {
    if (asked.compareAndSet(false, true)) {
      var _ = Thread.ofPlatform().daemon().name("segment-memory").start(this::estimate);
    }
    return Optional.ofNullable(bytes);
  }

  private void estimate() {
    try {
      Map<Integer, Long> estimates = new HashMap<>();
      EngineBounds bounds = engine.describe().bounds();
      for (int height = bounds.lowestSegmentLogHeight();
          height <= bounds.highestSegmentLogHeight();
          height++) {
        estimates.put(
            height, engine.segmentMemory(Engine.Machine.BASE, height, MemoryLayout.MEMORY_BYTES));
      }
      bytes = Map.copyOf(estimates);
    } catch (EngineException | RuntimeException e) {
      LOG.warn("cannot estimate how much memory a segment takes; the status does not say it", e);
    }
  }
}
