package dev.provelet.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Builds guests with the machine's compilers. A test that needs one that is missing is skipped. */
final class Toolchain {
  private static final long MINUTES = 5;
  private static final Path SOURCES = Path.of("src/test/guests");

  private final ByteOrder order;
  private final Path scratch;

  Toolchain(ByteOrder order, Path scratch) {
    this.order = order;
    this.scratch = scratch;
  }

  private String either(String little, String big) {
    return order == ByteOrder.LITTLE_ENDIAN ? little : big;
  }

  byte[] glibc(Path source, String... options) throws Exception {
    String compiler = either("mipsel-linux-gnu-gcc", "mips-linux-gnu-gcc");
    assumeTrue(isInstalled(compiler), compiler + " is not installed");
    Path elf = scratch.resolve("c.elf");
    ProcessBuilder process = new ProcessBuilder(compiler, "-static", "-o", elf.toString());
    process.command().addAll(List.of(options));
    process.command().add(source.toString());
    return built(process, elf);
  }

  byte[] go(Path source) throws Exception {
    assumeTrue(isInstalled("go"), "go is not installed");
    Path elf = scratch.resolve("go.elf");
    ProcessBuilder process =
        new ProcessBuilder("go", "build", "-trimpath", "-o", elf.toString(), source.toString());
    process
        .environment()
        .putAll(
            Map.of(
                "GOOS", "linux",
                "GOARCH", either("mipsle", "mips"),
                "GOMIPS", "softfloat",
                "CGO_ENABLED", "0",
                "GO111MODULE", "off",
                "GOTOOLCHAIN", "local"));
    return built(process, elf);
  }

  /** What a guest prints under qemu's user mode. */
  byte[] qemu(Path elf, byte[] stdin) throws Exception {
    String emulator = either("qemu-mipsel", "qemu-mips");
    assumeTrue(isInstalled(emulator), emulator + " is not installed");
    Process process = new ProcessBuilder(emulator, elf.toString()).start();
    try (var in = process.getOutputStream()) {
      in.write(stdin);
    }
    byte[] output = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new AssertionError("qemu ended with status " + process.exitValue());
    }
    return output;
  }

  static Path source(String name) {
    return SOURCES.resolve(name);
  }

  private static byte[] built(ProcessBuilder builder, Path elf) throws Exception {
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new AssertionError(builder.command() + " failed: " + said);
    }
    return Files.readAllBytes(elf);
  }

  private static boolean isInstalled(String program) {
    for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }
}
