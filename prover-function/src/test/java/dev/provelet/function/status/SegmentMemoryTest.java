package dev.provelet.function.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.provelet.engine.EngineException;
import dev.provelet.engine.EngineStatus;
import dev.provelet.engine.FakeEngine;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SegmentMemoryTest {
  private final FakeEngine engine = new FakeEngine();
  private final SegmentMemory memory = new SegmentMemory(engine);

  @Test
  void is_not_waited_for() {
    // Given an engine that has to make its keys first
    CountDownLatch keys = new CountDownLatch(1);
    engine.segmentMemory =
        height -> {
          awaitUninterruptibly(keys);
          return height;
        };

    // When, then
    assertThat(memory.ifKnown()).isEmpty();
    keys.countDown();
    await().until(() -> memory.ifKnown().isPresent());
  }

  @Test
  void is_known_for_every_height() {
    await().until(() -> memory.ifKnown().isPresent());

    assertThat(memory.ifKnown().orElseThrow())
        .containsOnlyKeys(IntStream.rangeClosed(14, 22).boxed().toList())
        .containsEntry(20, 1L << 30);
  }

  @Test
  void stays_unknown_where_the_engine_fails_and_is_not_tried_again() {
    // Given
    AtomicInteger tries = new AtomicInteger();
    CountDownLatch failed = new CountDownLatch(1);
    engine.segmentMemory =
        height -> {
          tries.incrementAndGet();
          failed.countDown();
          throw new EngineException(EngineStatus.IO, "no room for keys");
        };

    // When
    assertThat(memory.ifKnown()).isEmpty();
    awaitUninterruptibly(failed);

    // Then
    assertThat(memory.ifKnown()).isEmpty();
    assertThat(tries).hasValue(1);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
