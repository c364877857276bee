package dev.provelet.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds and loads {@code libprovelet_engine.so}, built once per processor level: {@code
 * {dir}/x86-64-v3/} and {@code {dir}/x86-64-v4/}. The best one that the processor can run is taken.
 */
public final class EngineLibrary {
  static final String FILE_NAME = "libprovelet_engine.so";
  private static final String HOW_TO_BUILD = "build it with src-native-cuda/build";

  private EngineLibrary() {}

  /**
   * Where the library is, as said by the system property {@code provelet.engine.dir} or the
   * environment's {@code PROVELET_ENGINE_DIR}.
   */
  public static Optional<Path> configuredDirectory() {
    return Optional.ofNullable(System.getProperty("provelet.engine.dir"))
        .or(() -> Optional.ofNullable(System.getenv("PROVELET_ENGINE_DIR")))
        .filter(text -> !text.isBlank())
        .map(Path::of);
  }

  /**
   * Opens an engine. Quick: keys are read or made when first needed.
   *
   * @param directory holds a directory per processor level
   * @param keyCache where keys are kept; made if missing, may be shared by processes
   * @throws EngineException {@link EngineStatus#UNSUPPORTED_CPU} or {@link EngineStatus#IO} with
   *     words that say what is missing and what would help
   */
  public static Engine open(Path directory, Path keyCache) throws EngineException {
    Path library = choose(directory, CpuLevel.processorFlags());
    SymbolLookup lookup;
    try {
      // Never unloaded: a library whose code may be on some thread's stack cannot be.
      lookup = SymbolLookup.libraryLookup(library, Arena.global());
    } catch (IllegalArgumentException e) {
      throw new EngineException(
          EngineStatus.IO, "cannot load " + library + ": " + e.getMessage() + "; " + HOW_TO_BUILD);
    }
    return NativeEngine.open(NativeSymbols.link(lookup), keyCache);
  }

  static Path choose(Path directory, Set<String> processorFlags) throws EngineException {
    List<String> lacking = CpuLevel.V3.missing(processorFlags);
    if (!lacking.isEmpty()) {
      throw new EngineException(
          EngineStatus.UNSUPPORTED_CPU,
          "the proving engine needs a Linux machine with an x86-64-v3 processor (Intel Haswell, AMD"
              + " Zen, or newer); this one lacks "
              + String.join(", ", lacking));
    }
    List<CpuLevel> built =
        Arrays.stream(CpuLevel.values())
            .filter(level -> Files.isRegularFile(file(directory, level)))
            .toList();
    if (built.isEmpty()) {
      throw new EngineException(
          EngineStatus.IO,
          "no proving engine at "
              + file(directory, CpuLevel.V3)
              + " or "
              + file(directory, CpuLevel.V4)
              + "; "
              + HOW_TO_BUILD
              + ", or say where it is with provelet.engine.dir or PROVELET_ENGINE_DIR");
    }
    return built.reversed().stream()
        .filter(level -> level.missing(processorFlags).isEmpty())
        .findFirst()
        .map(level -> file(directory, level))
        .orElseThrow(
            () ->
                new EngineException(
                    EngineStatus.UNSUPPORTED_CPU,
                    "the proving engine at "
                        + directory
                        + " was built for x86-64-v4 only, and this processor lacks "
                        + String.join(", ", CpuLevel.V4.missing(processorFlags))
                        + "; "
                        + HOW_TO_BUILD
                        + " on this machine"));
  }

  private static Path file(Path directory, CpuLevel level) {
    return directory.resolve(level.directory()).resolve(FILE_NAME).toAbsolutePath();
  }
}
