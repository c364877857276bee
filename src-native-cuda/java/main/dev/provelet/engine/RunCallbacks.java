package dev.provelet.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Carries a run's callbacks to its listener. Nothing may be thrown through native frames: what the
 * listener throws is kept, cancels the run, and is thrown again once the call has returned.
 */
final class RunCallbacks {
  private static final int GO_ON = 0;
  private static final int CANCEL = 1;
  private static final MethodHandle OUTPUT =
      method(
          "output",
          MethodType.methodType(
              int.class, MemorySegment.class, int.class, MemorySegment.class, long.class));
  private static final MethodHandle SEGMENT =
      method(
          "segment",
          MethodType.methodType(
              int.class,
              MemorySegment.class,
              int.class,
              long.class,
              MemorySegment.class,
              long.class));
  private static final MethodHandle PROGRESS =
      method("progress", MethodType.methodType(int.class, MemorySegment.class, long.class));

  private final RunListener listener;
  private volatile @Nullable Throwable thrown;

  RunCallbacks(RunListener listener) {
    this.listener = listener;
  }

  /** A {@code pv_callbacks} that lives as long as the arena. */
  MemorySegment struct(Arena arena) {
    MemorySegment struct = arena.allocate(NativeSymbols.CALLBACKS);
    struct.set(ADDRESS, 0, stub(OUTPUT, NativeSymbols.OUTPUT_CALLBACK, arena));
    struct.set(ADDRESS, 8, stub(SEGMENT, NativeSymbols.SEGMENT_CALLBACK, arena));
    struct.set(ADDRESS, 16, stub(PROGRESS, NativeSymbols.PROGRESS_CALLBACK, arena));
    return struct;
  }

  void rethrow() {
    switch (thrown) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null -> {}
      case Throwable e ->
          throw new IllegalStateException("a listener threw a checked exception", e);
    }
  }

  int output(MemorySegment context, int descriptor, MemorySegment data, long length) {
    return tell(() -> listener.output(descriptor, copy(data, length)));
  }

  int segment(
      MemorySegment context, int index, long instructions, MemorySegment data, long length) {
    return tell(() -> listener.segment(index, instructions, copy(data, length)));
  }

  int progress(MemorySegment context, long done) {
    return tell(() -> listener.progress(done));
  }

  @SuppressWarnings("CatchingUnchecked") // Whatever it is, it must not unwind native frames.
  private int tell(Runnable call) {
    if (thrown != null) {
      return CANCEL;
    }
    try {
      call.run();
      return GO_ON;
    } catch (Throwable e) {
      thrown = e;
      return CANCEL;
    }
  }

  private static byte[] copy(MemorySegment data, long length) {
    return length == 0 ? new byte[0] : data.reinterpret(length).toArray(JAVA_BYTE);
  }

  private MemorySegment stub(MethodHandle method, FunctionDescriptor descriptor, Arena arena) {
    return Linker.nativeLinker().upcallStub(method.bindTo(this), descriptor, arena);
  }

  private static MethodHandle method(String name, MethodType type) {
    try {
      return MethodHandles.lookup().findVirtual(RunCallbacks.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
