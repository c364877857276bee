package dev.provelet.engine;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/**
 * An opaque pointer with a count of the calls under way on it. Closing forbids further calls and
 * returns at once; the native object goes when the last call has returned, as the header demands.
 */
final class NativeHandle {
  private final MemorySegment pointer;
  private final Consumer<MemorySegment> free;
  private int calls;
  private boolean closed;

  NativeHandle(MemorySegment pointer, Consumer<MemorySegment> free) {
    this.pointer = pointer;
    this.free = free;
  }

  /** For try-with-resources around one call. */
  synchronized Use use() {
    if (closed) {
      throw new IllegalStateException("used after it was closed");
    }
    calls++;
    return new Use();
  }

  synchronized void close() {
    if (!closed) {
      closed = true;
      freeIfUnused();
    }
  }

  private synchronized void leave() {
    calls--;
    freeIfUnused();
  }

  private void freeIfUnused() {
    if (closed && calls == 0) {
      free.accept(pointer);
    }
  }

  /** A call under way. */
  final class Use implements AutoCloseable {
    MemorySegment pointer() {
      return pointer;
    }

    @Override
    public void close() {
      leave();
    }
  }
}
