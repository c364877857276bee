package dev.provelet.engine;

import dev.provelet.engine.OpenedEngine.NoGpu;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds and loads {@code libprovelet_engine.so}, built once per device and processor level: {@code
 * {dir}/x86-64-v3/} and {@code {dir}/x86-64-v4/} prove on the processor, {@code
 * {dir}/x86-64-v3-cuda/} and {@code {dir}/x86-64-v4-cuda/} on a GPU. Of a device's the best one
 * that the processor can run is taken.
 */
public final class EngineLibrary {
  static final String FILE_NAME = "libprovelet_engine.so";

  private EngineLibrary() {}

  /** What a library proves on. */
  enum Backend {
    CPU("", "the proving engine", "src-native-cuda/build"),
    CUDA("-cuda", "the proving engine for GPUs", "src-native-cuda/build --cuda");

    private final String suffix;
    private final String words;
    private final String builder;

    Backend(String suffix, String words, String builder) {
      this.suffix = suffix;
      this.words = words;
      this.builder = builder;
    }

    private Path file(Path directory, CpuLevel level) {
      return directory.resolve(level.directory() + suffix).resolve(FILE_NAME).toAbsolutePath();
    }

    private List<CpuLevel> built(Path directory) {
      return Arrays.stream(CpuLevel.values())
          .filter(level -> Files.isRegularFile(file(directory, level)))
          .toList();
    }
  }

  /** Loads a library and opens its engine. */
  @FunctionalInterface
  interface Opener {
    Engine open(Backend backend, Path library) throws EngineException;
  }

  /**
   * Where the libraries are, as said by the system property {@code provelet.engine.dir} or the
   * environment's {@code PROVELET_ENGINE_DIR}.
   */
  public static Optional<Path> configuredDirectory() {
    return Optional.ofNullable(System.getProperty("provelet.engine.dir"))
        .or(() -> Optional.ofNullable(System.getenv("PROVELET_ENGINE_DIR")))
        .filter(text -> !text.isBlank())
        .map(Path::of);
  }

  /** Opens an engine that proves on the processor. */
  public static Engine open(Path directory, Path keyCache) throws EngineException {
    return open(directory, keyCache, DeviceChoice.CPU).engine();
  }

  /**
   * Opens an engine. Quick: keys are read or made when first needed.
   *
   * @param directory holds a directory per device and processor level
   * @param keyCache where keys are kept; made if missing, may be shared by processes
   * @throws EngineException {@link EngineStatus#UNSUPPORTED_CPU}, {@link EngineStatus#UNAVAILABLE}
   *     or {@link EngineStatus#IO} with words that say what is missing and what would help
   */
  public static OpenedEngine open(Path directory, Path keyCache, DeviceChoice choice)
      throws EngineException {
    return open(
        directory,
        CpuLevel.processorFlags(),
        choice,
        (backend, library) -> load(backend, library, keyCache));
  }

  /**
   * Finds the program that makes on-chain proofs: beside the library for the processor, the best
   * that this processor can run.
   *
   * @throws EngineException {@link EngineStatus#UNAVAILABLE} with words that say what would help
   */
  public static SnarkBinary snark(Path directory) throws EngineException {
    return snark(directory, CpuLevel.processorFlags());
  }

  static SnarkBinary snark(Path directory, Set<String> processorFlags) throws EngineException {
    return Arrays.stream(CpuLevel.values())
        .sorted(Comparator.reverseOrder())
        .filter(level -> level.missing(processorFlags).isEmpty())
        .map(level -> directory.resolve(level.directory()).resolve(SnarkBinary.FILE_NAME))
        .filter(Files::isExecutable)
        .findFirst()
        .map(SnarkBinary::new)
        .orElseThrow(
            () ->
                new EngineException(
                    EngineStatus.UNAVAILABLE,
                    "on-chain proofs need %s beside the proving engine, in %s or %s below %s; build it with %s"
                        .formatted(
                            SnarkBinary.FILE_NAME,
                            CpuLevel.V4.directory(),
                            CpuLevel.V3.directory(),
                            directory.toAbsolutePath(),
                            Backend.CPU.builder)));
  }

  static OpenedEngine open(
      Path directory, Set<String> processorFlags, DeviceChoice choice, Opener opener)
      throws EngineException {
    requireLowestLevel(processorFlags);
    return switch (choice) {
      case CPU -> named(Backend.CPU, directory, processorFlags, opener);
      case GPU -> gpu(directory, processorFlags, opener);
      case AUTO -> any(directory, processorFlags, opener);
    };
  }

  private static void requireLowestLevel(Set<String> processorFlags) throws EngineException {
    List<String> lacking = CpuLevel.V3.missing(processorFlags);
    if (!lacking.isEmpty()) {
      throw new EngineException(
          EngineStatus.UNSUPPORTED_CPU,
          "the proving engine needs a Linux machine with an x86-64-v3 processor (Intel Haswell, AMD"
              + " Zen, or newer); this one lacks "
              + String.join(", ", lacking));
    }
  }

  private static OpenedEngine named(
      Backend backend, Path directory, Set<String> processorFlags, Opener opener)
      throws EngineException {
    Path library = choose(backend, directory, processorFlags);
    return new OpenedEngine(opener.open(backend, library), Optional.empty());
  }

  /** Refuses what was left of an earlier build: nobody else would read its proofs. */
  private static OpenedEngine gpu(Path directory, Set<String> processorFlags, Opener opener)
      throws EngineException {
    OpenedEngine gpu = named(Backend.CUDA, directory, processorFlags, opener);
    if (Backend.CPU.built(directory).isEmpty()) {
      return gpu;
    }
    String version = gpu.engine().describe().engineVersion();
    try (Engine cpu = named(Backend.CPU, directory, processorFlags, opener).engine()) {
      String other = cpu.describe().engineVersion();
      if (!version.equals(other)) {
        throw new EngineException(
            EngineStatus.UNAVAILABLE,
            "the proving engine for GPUs is of version %s, that for the processor of %s; build it again with %s"
                .formatted(version, other, Backend.CUDA.builder));
      }
      return gpu;
    } catch (EngineException | RuntimeException e) {
      gpu.engine().close();
      throw e;
    }
  }

  /** Whatever is wrong with a GPU's library: the processor can prove, too. */
  private static OpenedEngine any(Path directory, Set<String> processorFlags, Opener opener)
      throws EngineException {
    NoGpu noGpu;
    try {
      return gpu(directory, processorFlags, opener);
    } catch (EngineException e) {
      String why = String.valueOf(e.getMessage());
      noGpu =
          Backend.CUDA.built(directory).isEmpty()
              ? new NoGpu.NotBuilt(why)
              : new NoGpu.Unusable(why);
    }
    try {
      Engine engine = named(Backend.CPU, directory, processorFlags, opener).engine();
      return new OpenedEngine(engine, Optional.of(noGpu));
    } catch (EngineException e) {
      throw switch (noGpu) {
        case NoGpu.NotBuilt _ -> e;
        case NoGpu.Unusable(String why) ->
            new EngineException(e.status(), e.getMessage() + "; and on a GPU: " + why);
      };
    }
  }

  private static Engine load(Backend backend, Path library, Path keyCache) throws EngineException {
    SymbolLookup lookup;
    try {
      // Never unloaded: a library whose code may be on some thread's stack cannot be.
      lookup = SymbolLookup.libraryLookup(library, Arena.global());
    } catch (IllegalArgumentException e) {
      throw new EngineException(
          EngineStatus.IO,
          "cannot load " + library + ": " + e.getMessage() + "; build it with " + backend.builder);
    }
    return NativeEngine.open(NativeSymbols.link(lookup), keyCache);
  }

  private static Path choose(Backend backend, Path directory, Set<String> processorFlags)
      throws EngineException {
    List<CpuLevel> built = backend.built(directory);
    if (built.isEmpty()) {
      throw new EngineException(
          switch (backend) {
            case CPU -> EngineStatus.IO;
            case CUDA -> EngineStatus.UNAVAILABLE;
          },
          backend.words
              + " is not at "
              + backend.file(directory, CpuLevel.V3)
              + " or "
              + backend.file(directory, CpuLevel.V4)
              + "; build it with "
              + backend.builder
              + ", or say where it is with provelet.engine.dir or PROVELET_ENGINE_DIR");
    }
    return built.reversed().stream()
        .filter(level -> level.missing(processorFlags).isEmpty())
        .findFirst()
        .map(level -> backend.file(directory, level))
        .orElseThrow(
            () ->
                new EngineException(
                    EngineStatus.UNSUPPORTED_CPU,
                    backend.words
                        + " at "
                        + directory
                        + " was built for x86-64-v4 only, and this processor lacks "
                        + String.join(", ", CpuLevel.V4.missing(processorFlags))
                        + "; build it with "
                        + backend.builder
                        + " on this machine"));
  }
}
