package dev.provelet.guest.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Builds guests with the machine's compilers, and keeps what it built in the cache. A test that
 * needs a compiler that is missing is skipped.
 */
public final class Toolchain {
  private static final long MINUTES = 5;
  private static final String MATHEMATICS = "-lm";

  private final Path cache;

  private Toolchain(Path cache) {
    this.cache = cache;
  }

  /** With the cache where the engine's keys are. */
  public static Toolchain cached() throws IOException {
    Path root =
        Optional.ofNullable(System.getenv("PROVELET_CACHE"))
            .map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), ".cache", "provelet"));
    return new Toolchain(Files.createDirectories(root.resolve("guests")));
  }

  /**
   * The program made of one source in C, C++, Go or Rust.
   *
   * @param options of a compiler of C or C++; of Go at most one, what it calls GOMIPS
   */
  public Path build(Path source, ByteOrder order, String... options) throws Exception {
    String name = String.valueOf(source.getFileName());
    boolean little = order == ByteOrder.LITTLE_ENDIAN;
    if (name.endsWith(".go")) {
      return built(
          List.of("go", "version"),
          List.of("go", "build", "-trimpath"),
          source,
          go(little ? "mipsle" : "mips", options.length == 0 ? "hardfloat" : options[0]));
    }
    String prefix = little ? "mipsel-linux-gnu-" : "mips-linux-gnu-";
    if (name.endsWith(".rs")) {
      String compiler = prefix + "rustc";
      return built(
          List.of(compiler, "--version"),
          List.of(compiler, "--edition=2021", "-O"),
          source,
          Map.of());
    }
    String compiler = prefix + (name.endsWith(".c") ? "gcc" : "g++");
    List<String> command = new ArrayList<>(List.of(compiler, "-static"));
    command.addAll(List.of(options));
    command.add(MATHEMATICS);
    return built(List.of(compiler, "--version"), command, source, Map.of());
  }

  private static Map<String, String> go(String arch, String floats) {
    return Map.of(
        "GOOS", "linux",
        "GOARCH", arch,
        "GOMIPS", floats,
        "CGO_ENABLED", "0",
        "GO111MODULE", "off",
        "GOTOOLCHAIN", "local");
  }

  private Path built(
      List<String> version, List<String> command, Path source, Map<String, String> environment)
      throws Exception {
    Installed.assumed(command.getFirst());
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(run(version, environment).getBytes(UTF_8));
    digest.update((String.join("\0", command) + new TreeMap<>(environment)).getBytes(UTF_8));
    digest.update(Files.readAllBytes(source));
    Path elf = cache.resolve(HexFormat.of().formatHex(digest.digest()) + ".elf");
    if (!Files.exists(elf)) {
      Path fresh = Files.createTempFile(cache, "fresh", ".elf");
      List<String> whole = new ArrayList<>(command);
      // The library comes after what needs it.
      int end = whole.size() - (whole.getLast().equals(MATHEMATICS) ? 1 : 0);
      whole.addAll(end, List.of("-o", fresh.toString(), source.toString()));
      run(whole, environment);
      Files.move(fresh, elf, StandardCopyOption.ATOMIC_MOVE);
    }
    return elf;
  }

  private static String run(List<String> command, Map<String, String> environment)
      throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new AssertionError(command + " failed: " + said);
    }
    return said;
  }
}
