package dev.provelet.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.provelet.local.Installation;
import dev.provelet.local.LocalPlatformException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Builds the programs that are measured and not checked in, with the machine's compilers. */
final class Compilers {
  private final Path home;
  private final Path scratch;

  Compilers(Path scratch) throws LocalPlatformException {
    this.home = Installation.current().home();
    this.scratch = scratch;
  }

  /** A file of this repository. */
  Path source(String path) {
    return home.resolve(path);
  }

  Path go(String source) throws Exception {
    Path elf = elf(source, "go");
    ProcessBuilder go =
        new ProcessBuilder("go", "build", "-trimpath", "-o", elf.toString(), home + "/" + source);
    go.environment()
        .putAll(
            Map.of(
                "GOOS", "linux",
                "GOARCH", "mipsle",
                "GOMIPS", "softfloat",
                "CGO_ENABLED", "0",
                "GO111MODULE", "off",
                "GOTOOLCHAIN", "local"));
    return built(go, elf);
  }

  /** With a stock static glibc. */
  Path glibc(String source) throws Exception {
    Path elf = elf(source, "glibc");
    return built(
        new ProcessBuilder(
            "mipsel-linux-gnu-gcc", "-static", "-O2", "-o", elf.toString(), home + "/" + source),
        elf);
  }

  /** Freestanding, for RV32IM, as {@code examples/runtime/build.sh} does for MIPS. */
  Path riscV(String source) throws Exception {
    Path elf = elf(source, "riscv");
    return built(
        new ProcessBuilder(home + "/bench/riscv/build", home + "/" + source, elf.toString()), elf);
  }

  private Path elf(String source, String kind) {
    return scratch.resolve(source.replace('/', '-') + "." + kind);
  }

  private static Path built(ProcessBuilder builder, Path elf) throws Exception {
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0 || !Files.exists(elf)) {
      throw new IllegalStateException(List.copyOf(builder.command()) + " failed: " + said);
    }
    return elf;
  }
}
