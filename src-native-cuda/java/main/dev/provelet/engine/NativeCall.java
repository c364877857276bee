package dev.provelet.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

/** The memory of one call: what is passed in, and where the answer and the error come out. */
final class NativeCall implements AutoCloseable {
  private static final long ERROR_CHILD = 4;
  private static final long ERROR_LENGTH = 8;
  private static final long ERROR_MESSAGE = 12;
  private static final long ERROR_MESSAGE_BYTES = 1012;

  /** {@code PV_NO_CHILD}. */
  private static final int NO_CHILD = -1;

  private static final long BYTES_LENGTH = 8;
  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final NativeSymbols symbols;
  private final Arena arena = Arena.ofConfined();

  NativeCall(NativeSymbols symbols) {
    this.symbols = symbols;
  }

  Arena arena() {
    return arena;
  }

  MemorySegment bytes(byte[] content) {
    return arena.allocateFrom(JAVA_BYTE, content);
  }

  /** A {@code pv_slice}. */
  MemorySegment slice(byte[] content) {
    return slices(List.of(content));
  }

  /** An array of {@code pv_slice}. */
  MemorySegment slices(List<byte[]> contents) {
    MemorySegment slices = arena.allocate(NativeSymbols.BYTES, contents.size());
    for (int i = 0; i < contents.size(); i++) {
      long at = i * NativeSymbols.BYTES.byteSize();
      slices.set(ADDRESS, at, bytes(contents.get(i)));
      slices.set(JAVA_LONG, at + BYTES_LENGTH, contents.get(i).length);
    }
    return slices;
  }

  MemorySegment limits(RunLimits limits) {
    MemorySegment struct = arena.allocate(NativeSymbols.LIMITS);
    struct.set(JAVA_LONG, 0, limits.maxInstructions());
    struct.set(JAVA_LONG, 8, limits.maxOutputBytes());
    struct.set(JAVA_LONG, 16, limits.maxStderrBytes());
    struct.set(JAVA_INT, 24, limits.segmentLogHeight());
    return struct;
  }

  /** Room for a pointer that the call fills. */
  MemorySegment pointer() {
    return arena.allocate(ADDRESS);
  }

  /** Room for a 64-bit number that the call fills. */
  MemorySegment number() {
    return arena.allocate(JAVA_LONG);
  }

  /** Makes a call that fails or does what it says. */
  void run(Downcall downcall) throws EngineException {
    MemorySegment error = arena.allocate(NativeSymbols.ERROR);
    int code = invoke(() -> downcall.invoke(error));
    if (code != 0) {
      long length = Math.clamp(error.get(JAVA_INT, ERROR_LENGTH), 0, ERROR_MESSAGE_BYTES);
      byte[] message = error.asSlice(ERROR_MESSAGE, length).toArray(JAVA_BYTE);
      throw new EngineException(
          EngineStatus.ofCode(code),
          length == 0
              ? "the engine failed with status " + code
              : new String(message, StandardCharsets.UTF_8),
          child(error.get(JAVA_INT, ERROR_CHILD)));
    }
  }

  private static OptionalInt child(int position) {
    return position == NO_CHILD ? OptionalInt.empty() : OptionalInt.of(position);
  }

  /** Makes a call that fills a {@code pv_bytes}; copies and frees it. */
  byte[] answer(AnsweringDowncall downcall) throws EngineException {
    MemorySegment answer = emptyBytes();
    run(error -> downcall.invoke(answer, error));
    return take(answer);
  }

  /** A {@code pv_bytes}, empty. */
  MemorySegment emptyBytes() {
    return arena.allocate(NativeSymbols.BYTES);
  }

  /** Copies and frees what a call has filled. */
  byte[] take(MemorySegment answer) throws EngineException {
    try {
      long length = answer.get(JAVA_LONG, BYTES_LENGTH);
      if (length < 0 || length > LARGEST_ARRAY) {
        throw new EngineException(
            EngineStatus.RESOURCE, "the engine's answer has " + length + " bytes: too many");
      }
      return length == 0
          ? new byte[0]
          : answer.get(ADDRESS, 0).reinterpret(length).toArray(JAVA_BYTE);
    } finally {
      invoke(
          () -> {
            symbols.bytesFree().invokeExact(answer);
            return 0;
          });
    }
  }

  /** Downcalls declare every Throwable and throw none. */
  static int invoke(Invocation invocation) {
    try {
      return invocation.invoke();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a downcall threw", e);
    }
  }

  @Override
  public void close() {
    arena.close();
  }

  /** Returns the {@code pv_status}. */
  @FunctionalInterface
  interface Downcall {
    int invoke(MemorySegment error) throws Throwable;
  }

  /** Fills the {@code pv_bytes}, returns the {@code pv_status}. */
  @FunctionalInterface
  interface AnsweringDowncall {
    int invoke(MemorySegment answer, MemorySegment error) throws Throwable;
  }

  @FunctionalInterface
  interface Invocation {
    int invoke() throws Throwable;
  }
}
