package dev.provelet.function.step;

import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Output;
import dev.provelet.function.cancel.CancelledException;
import dev.provelet.function.transfer.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Pushes segments beside the run that makes them, in order, and reports each as soon as it is
 * there. A few may wait; then the run waits for them.
 */
final class SegmentPusher implements AutoCloseable {
  private static final int MAX_WAITING = 3;

  private final StepContext context;
  private final Semaphore room = new Semaphore(MAX_WAITING);
  private final ExecutorService pusher =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("segment-pusher").factory());
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

  SegmentPusher(StepContext context) {
    this.context = context;
  }

  /** Hands over a segment; throws what an earlier push failed with. */
  void add(int index, long instructions, byte[] object) {
    rethrow();
    try {
      room.acquire();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancelledException("interrupted");
    }
    pusher.execute(() -> push(index, instructions, object));
  }

  /** Waits until all are pushed. */
  void finish() {
    pusher.close();
    rethrow();
  }

  private void push(int index, long instructions, byte[] object) {
    try {
      if (failure.get() == null) {
        Output output = context.push("segment-" + index + ".bin", Payload.of(object));
        context.events().emit(new FunctionEvent.SegmentReady(index, instructions, output));
      }
    } catch (IOException e) {
      failure.compareAndSet(null, new UncheckedIOException(e));
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    } finally {
      room.release();
    }
  }

  private void rethrow() {
    RuntimeException e = failure.get();
    if (e != null) {
      throw e;
    }
  }

  /** Whatever still waits is not pushed. */
  @Override
  public void close() {
    failure.compareAndSet(null, new CancelledException("the run failed"));
    pusher.close();
  }
}
