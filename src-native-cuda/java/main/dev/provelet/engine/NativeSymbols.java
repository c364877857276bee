package dev.provelet.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The functions and structs of {@code provelet_engine.h}, without their meaning. None is linked as
 * critical: calls last for minutes, and a critical one would hold up the garbage collector.
 */
record NativeSymbols(
    MethodHandle bytesFree,
    MethodHandle engineOpen,
    MethodHandle engineClose,
    MethodHandle enginePrepare,
    MethodHandle engineDescribe,
    MethodHandle segmentMemory,
    MethodHandle programLoad,
    MethodHandle programClose,
    MethodHandle programId,
    MethodHandle programCommitments,
    MethodHandle execute,
    MethodHandle split,
    MethodHandle prove,
    MethodHandle check,
    MethodHandle aggregate,
    MethodHandle verify,
    MethodHandle snarkVerify) {

  static final int ABI_VERSION = 8;

  /** {@code pv_bytes} and {@code pv_slice}. */
  static final StructLayout BYTES =
      MemoryLayout.structLayout(ADDRESS.withName("data"), JAVA_LONG.withName("length"));

  static final StructLayout ERROR =
      MemoryLayout.structLayout(
          JAVA_INT.withName("status"),
          JAVA_INT.withName("child"),
          JAVA_INT.withName("length"),
          MemoryLayout.sequenceLayout(1012, JAVA_BYTE).withName("message"));

  static final StructLayout LIMITS =
      MemoryLayout.structLayout(
          JAVA_LONG.withName("max_instructions"),
          JAVA_LONG.withName("max_output_bytes"),
          JAVA_LONG.withName("max_stderr_bytes"),
          JAVA_INT.withName("segment_log_height"),
          JAVA_INT.withName("reserved"));

  static final StructLayout CALLBACKS =
      MemoryLayout.structLayout(
          ADDRESS.withName("output"),
          ADDRESS.withName("segment"),
          ADDRESS.withName("progress"),
          ADDRESS.withName("context"));

  static final FunctionDescriptor OUTPUT_CALLBACK =
      FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG);
  static final FunctionDescriptor SEGMENT_CALLBACK =
      FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS, JAVA_LONG);
  static final FunctionDescriptor PROGRESS_CALLBACK =
      FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG);

  /**
   * @throws EngineException {@link EngineStatus#IO} if the library was made to another header
   */
  static NativeSymbols link(SymbolLookup library) throws EngineException {
    Links links = new Links(Linker.nativeLinker(), library);
    requireAbi(links.to("pv_abi_version", FunctionDescriptor.of(JAVA_INT)));
    FunctionDescriptor split =
        FunctionDescriptor.of(
            JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    FunctionDescriptor execute = split.appendArgumentLayouts(ADDRESS);
    return new NativeSymbols(
        links.to("pv_bytes_free", FunctionDescriptor.ofVoid(BYTES)),
        links.to(
            "pv_engine_open",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS)),
        links.to("pv_engine_close", FunctionDescriptor.ofVoid(ADDRESS)),
        links.to(
            "pv_engine_prepare",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS)),
        links.to("pv_engine_describe", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS)),
        links.to(
            "pv_segment_memory",
            FunctionDescriptor.of(
                JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS)),
        links.to(
            "pv_program_load",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS)),
        links.to("pv_program_close", FunctionDescriptor.ofVoid(ADDRESS)),
        links.to("pv_program_id", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS)),
        links.to(
            "pv_program_commitments",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS)),
        links.to("pv_execute", execute),
        links.to("pv_split", split),
        links.to(
            "pv_prove",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, BYTES, ADDRESS, ADDRESS)),
        links.to(
            "pv_check",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, BYTES, ADDRESS)),
        links.to(
            "pv_aggregate",
            FunctionDescriptor.of(
                JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS)),
        links.to(
            "pv_verify",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, BYTES, ADDRESS)),
        links.to(
            "pv_snark_verify",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, BYTES, ADDRESS, ADDRESS, BYTES, ADDRESS)));
  }

  /** Before all else: with another header, there are other functions. */
  private static void requireAbi(MethodHandle abiVersion) throws EngineException {
    int abi = NativeCall.invoke(() -> (int) abiVersion.invokeExact());
    if (abi != ABI_VERSION) {
      throw new EngineException(
          EngineStatus.IO,
          "the engine library speaks version "
              + abi
              + " of the ABI, this program version "
              + ABI_VERSION
              + "; build it again with src-native-cuda/build, with --cuda for a GPU");
    }
  }

  private record Links(Linker linker, SymbolLookup library) {
    MethodHandle to(String name, FunctionDescriptor descriptor) throws EngineException {
      return linker.downcallHandle(
          library
              .find(name)
              .orElseThrow(
                  () ->
                      new EngineException(
                          EngineStatus.IO, "the engine library has no " + name + ": not ours")),
          descriptor);
    }
  }
}
