package dev.provelet.engine;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/** A program in the library's memory. */
final class NativeProgram implements EngineProgram {
  private static final int ID_BYTES = 32;

  private final NativeSymbols symbols;
  private final NativeHandle handle;

  NativeProgram(NativeSymbols symbols, MemorySegment pointer) {
    this.symbols = symbols;
    this.handle =
        new NativeHandle(
            pointer,
            program ->
                NativeCall.invoke(
                    () -> {
                      symbols.programClose().invokeExact(program);
                      return 0;
                    }));
  }

  @Override
  public byte[] id() throws EngineException {
    try (NativeCall call = new NativeCall(symbols);
        NativeHandle.Use program = handle.use()) {
      MemorySegment id = call.arena().allocate(ID_BYTES);
      call.run(error -> (int) symbols.programId().invokeExact(program.pointer(), id, error));
      return id.toArray(JAVA_BYTE);
    }
  }

  @Override
  public RunReport execute(List<byte[]> inputs, RunLimits limits, RunListener listener)
      throws EngineException {
    return run(symbols.execute(), inputs, limits, listener);
  }

  @Override
  public RunReport split(List<byte[]> inputs, RunLimits limits, RunListener listener)
      throws EngineException {
    return run(symbols.split(), inputs, limits, listener);
  }

  private RunReport run(
      MethodHandle function, List<byte[]> inputs, RunLimits limits, RunListener listener)
      throws EngineException {
    RunCallbacks callbacks = new RunCallbacks(listener);
    try (NativeCall call = new NativeCall(symbols);
        NativeHandle.Use program = handle.use()) {
      MemorySegment slices = call.slices(inputs);
      MemorySegment bounds = call.limits(limits);
      MemorySegment struct = callbacks.struct(call.arena());
      byte[] report =
          call.answer(
              (answer, error) ->
                  (int)
                      function.invokeExact(
                          program.pointer(),
                          slices,
                          (long) inputs.size(),
                          bounds,
                          struct,
                          answer,
                          error));
      callbacks.rethrow();
      return EngineJson.report(report);
    } catch (EngineException e) {
      callbacks.rethrow();
      throw e;
    }
  }

  @Override
  public byte[] prove(List<byte[]> inputs, byte[] segment) throws EngineException {
    try (NativeCall call = new NativeCall(symbols);
        NativeHandle.Use program = handle.use()) {
      MemorySegment slices = call.slices(inputs);
      MemorySegment slice = call.slice(segment);
      return call.answer(
          (proof, error) ->
              (int)
                  symbols
                      .prove()
                      .invokeExact(
                          program.pointer(), slices, (long) inputs.size(), slice, proof, error));
    }
  }

  @Override
  public void close() {
    handle.close();
  }
}
