package dev.provelet.engine;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
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
  public Commitments commitments() throws EngineException {
    try (NativeCall call = new NativeCall(symbols);
        NativeHandle.Use program = handle.use()) {
      MemorySegment appExe = call.arena().allocate(ID_BYTES);
      MemorySegment appVm = call.arena().allocate(ID_BYTES);
      call.run(
          error ->
              (int)
                  symbols
                      .programCommitments()
                      .invokeExact(program.pointer(), appExe, appVm, error));
      return Commitments.of(appExe.toArray(JAVA_BYTE), appVm.toArray(JAVA_BYTE));
    }
  }

  @Override
  public ExecutionReport execute(List<byte[]> inputs, RunLimits limits, RunListener listener)
      throws EngineException {
    return run(inputs, limits, listener, executing(MemorySegment.NULL), EngineJson::report);
  }

  @Override
  public RunProfile profile(List<byte[]> inputs, RunLimits limits, RunListener listener)
      throws EngineException {
    try (NativeCall call = new NativeCall(symbols)) {
      MemorySegment counts = call.emptyBytes();
      return run(
          inputs,
          limits,
          listener,
          executing(counts),
          report -> EngineJson.profile(report, call.take(counts)));
    }
  }

  @Override
  public ExecutionReport split(List<byte[]> inputs, RunLimits limits, RunListener listener)
      throws EngineException {
    Run split =
        (program, in, count, bounds, callbacks, report, error) ->
            (int) symbols.split().invokeExact(program, in, count, bounds, callbacks, report, error);
    return run(inputs, limits, listener, split, EngineJson::report);
  }

  private Run executing(MemorySegment profile) {
    return (program, in, count, bounds, callbacks, report, error) ->
        (int)
            symbols
                .execute()
                .invokeExact(program, in, count, bounds, callbacks, profile, report, error);
  }

  private <R> R run(
      List<byte[]> inputs, RunLimits limits, RunListener listener, Run run, Reading<R> reading)
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
                  run.invoke(
                      program.pointer(), slices, inputs.size(), bounds, struct, answer, error));
      R result = reading.read(report);
      callbacks.rethrow();
      return result;
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
  public void check(List<byte[]> inputs, byte[] segment) throws EngineException {
    try (NativeCall call = new NativeCall(symbols);
        NativeHandle.Use program = handle.use()) {
      MemorySegment slices = call.slices(inputs);
      MemorySegment slice = call.slice(segment);
      call.run(
          error ->
              (int)
                  symbols
                      .check()
                      .invokeExact(program.pointer(), slices, (long) inputs.size(), slice, error));
    }
  }

  @Override
  public void close() {
    handle.close();
  }

  /** Runs a program, returns the {@code pv_status}. */
  @FunctionalInterface
  private interface Run {
    int invoke(
        MemorySegment program,
        MemorySegment inputs,
        long inputCount,
        MemorySegment limits,
        MemorySegment callbacks,
        MemorySegment report,
        MemorySegment error)
        throws Throwable;
  }

  /** Makes something of a report's JSON. */
  @FunctionalInterface
  private interface Reading<R> {
    R read(byte[] report) throws EngineException;
  }
}
