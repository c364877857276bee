package dev.provelet.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The x86-64 levels that the library is built for, lowest first. The names of the features are
 * those of {@code /proc/cpuinfo}.
 */
enum CpuLevel {
  V3("x86-64-v3", "avx avx2 bmi1 bmi2 f16c fma abm movbe xsave"),
  V4("x86-64-v4", "avx512f avx512bw avx512cd avx512dq avx512vl");

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final Pattern SPACES = Pattern.compile("\\s+");

  private final String directory;
  private final String features;

  CpuLevel(String directory, String features) {
    this.directory = directory;
    this.features = features;
  }

  /** The name of the level and of the library's directory. */
  String directory() {
    return directory;
  }

  /** This level's features, and lower levels', that a processor lacks. */
  List<String> missing(Set<String> flags) {
    return Arrays.stream(values())
        .filter(level -> level.compareTo(this) <= 0)
        .flatMap(level -> SPACES.splitAsStream(level.features))
        .filter(feature -> !flags.contains(feature))
        .toList();
  }

  /** The features of this machine's processor; empty where they cannot be read. */
  static Set<String> processorFlags() {
    try {
      return flags(Files.readString(CPUINFO));
    } catch (IOException _) {
      return Set.of();
    }
  }

  static Set<String> flags(String cpuinfo) {
    return cpuinfo
        .lines()
        .filter(line -> line.startsWith("flags"))
        .findFirst()
        .map(
            line ->
                Set.copyOf(SPACES.splitAsStream(line.substring(line.indexOf(':') + 1)).toList()))
        .orElse(Set.of());
  }
}
