package dev.provelet.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The engine in the library: what each call of the header means in Java. */
final class NativeEngine implements Engine {
  private static final int PROGRAM_ID_BYTES = 32;
  private static final int PUBLIC_VALUES_BYTES = 64;

  private final NativeSymbols symbols;
  private final NativeHandle handle;
  private final EngineDescription description;

  private NativeEngine(NativeSymbols symbols, NativeHandle handle, EngineDescription description) {
    this.symbols = symbols;
    this.handle = handle;
    this.description = description;
  }

  static NativeEngine open(NativeSymbols symbols, Path keyCache) throws EngineException {
    NativeHandle handle;
    try (NativeCall call = new NativeCall(symbols)) {
      byte[] directory = keyCache.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
      MemorySegment path = call.bytes(directory);
      MemorySegment out = call.pointer();
      call.run(
          error ->
              (int) symbols.engineOpen().invokeExact(path, (long) directory.length, out, error));
      handle =
          new NativeHandle(
              out.get(ADDRESS, 0),
              pointer ->
                  NativeCall.invoke(
                      () -> {
                        symbols.engineClose().invokeExact(pointer);
                        return 0;
                      }));
    }
    try (NativeCall call = new NativeCall(symbols);
        NativeHandle.Use engine = handle.use()) {
      byte[] json =
          call.answer(
              (answer, error) ->
                  (int) symbols.engineDescribe().invokeExact(engine.pointer(), answer, error));
      return new NativeEngine(symbols, handle, EngineJson.description(json));
    } catch (EngineException | RuntimeException e) {
      handle.close();
      throw e;
    }
  }

  @Override
  public EngineDescription describe() {
    return description;
  }

  @Override
  public void prepare(Machine machine, Keys keys) throws EngineException {
    int model = code(machine);
    int purpose =
        switch (keys) {
          case VERIFY -> 0;
          case SEGMENT -> 1;
          case AGGREGATE -> 2;
        };
    try (NativeCall call = new NativeCall(symbols);
        NativeHandle.Use engine = handle.use()) {
      call.run(
          error ->
              (int) symbols.enginePrepare().invokeExact(engine.pointer(), model, purpose, error));
    }
  }

  @Override
  public long segmentMemory(Machine machine, int segmentLogHeight, long memoryTop)
      throws EngineException {
    int model = code(machine);
    int top = Math.toIntExact(memoryTop);
    try (NativeCall call = new NativeCall(symbols);
        NativeHandle.Use engine = handle.use()) {
      MemorySegment bytes = call.number();
      call.run(
          error ->
              (int)
                  symbols
                      .segmentMemory()
                      .invokeExact(engine.pointer(), model, segmentLogHeight, top, bytes, error));
      return bytes.get(JAVA_LONG, 0);
    }
  }

  private static int code(Machine machine) {
    return switch (machine) {
      case BASE -> 0;
      case ACCELERATED -> 1;
      case LARGE_BASE -> 2;
      case LARGE_ACCELERATED -> 3;
    };
  }

  @Override
  public EngineProgram load(byte[] program) throws EngineException {
    try (NativeCall call = new NativeCall(symbols);
        NativeHandle.Use engine = handle.use()) {
      MemorySegment bytes = call.bytes(program);
      MemorySegment out = call.pointer();
      call.run(
          error ->
              (int)
                  symbols
                      .programLoad()
                      .invokeExact(engine.pointer(), bytes, (long) program.length, out, error));
      return new NativeProgram(symbols, out.get(ADDRESS, 0));
    }
  }

  @Override
  public byte[] aggregate(AggregationLayer layer, List<byte[]> children) throws EngineException {
    int code =
        switch (layer) {
          case LEAF -> 0;
          case INTERNAL -> 1;
          case RECURSIVE -> 2;
          case WRAP -> 3;
        };
    try (NativeCall call = new NativeCall(symbols);
        NativeHandle.Use engine = handle.use()) {
      MemorySegment slices = call.slices(children);
      return call.answer(
          (proof, error) ->
              (int)
                  symbols
                      .aggregate()
                      .invokeExact(
                          engine.pointer(), code, slices, (long) children.size(), proof, error));
    }
  }

  @Override
  public void verify(byte[] programId, byte[] publicValues, byte[] proof) throws EngineException {
    requireStatement(programId, publicValues);
    try (NativeCall call = new NativeCall(symbols);
        NativeHandle.Use engine = handle.use()) {
      MemorySegment id = call.bytes(programId);
      MemorySegment values = call.bytes(publicValues);
      MemorySegment slice = call.slice(proof);
      call.run(
          error -> (int) symbols.verify().invokeExact(engine.pointer(), id, values, slice, error));
    }
  }

  @Override
  public void verifySnark(byte[] verifier, byte[] programId, byte[] publicValues, byte[] proof)
      throws EngineException {
    requireStatement(programId, publicValues);
    try (NativeCall call = new NativeCall(symbols);
        NativeHandle.Use engine = handle.use()) {
      MemorySegment key = call.slice(verifier);
      MemorySegment id = call.bytes(programId);
      MemorySegment values = call.bytes(publicValues);
      MemorySegment slice = call.slice(proof);
      call.run(
          error ->
              (int)
                  symbols
                      .snarkVerify()
                      .invokeExact(engine.pointer(), key, id, values, slice, error));
    }
  }

  private static void requireStatement(byte[] programId, byte[] publicValues)
      throws EngineException {
    if (programId.length != PROGRAM_ID_BYTES || publicValues.length != PUBLIC_VALUES_BYTES) {
      throw new EngineException(
          EngineStatus.INVALID_ARGUMENT,
          "a program id has 32 bytes and public values have 64, not "
              + programId.length
              + " and "
              + publicValues.length);
    }
  }

  @Override
  public void close() {
    handle.close();
  }
}
