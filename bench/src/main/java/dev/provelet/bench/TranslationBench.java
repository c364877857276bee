package dev.provelet.bench;

import dev.provelet.guest.GuestProgram;
import dev.provelet.guest.InvalidProgramException;
import dev.provelet.guest.TranslationSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How long translation takes, for a small program, a Go program and one of 10 MB. */
public final class TranslationBench {
  private static final int RUNS = 7;

  private TranslationBench() {}

  public static void main(String[] arguments) throws Exception {
    Compilers compilers = new Compilers(Files.createTempDirectory("provelet-bench"));
    List<Path> programs =
        List.of(
            compilers.source("examples/hash-c/hash-c.elf"),
            compilers.source("examples/sha256-go/sha256-go.elf"),
            compilers.go("lib/guest/src/test/guests/concurrent.go"),
            compilers.go("bench/programs/big.go"));
    System.out.println("translation, the best of " + RUNS + " in one process");
    for (Path elf : programs) {
      row(elf);
    }
  }

  private static void row(Path elf) throws Exception {
    byte[] bytes = Files.readAllBytes(elf);
    double best = Double.MAX_VALUE;
    String what = "";
    for (int run = 0; run < RUNS; run++) {
      long start = System.nanoTime();
      what = translated(bytes);
      best = Math.min(best, (System.nanoTime() - start) / 1e9);
    }
    System.out.printf(
        "  %-45s %,11d bytes %7.3f s  %s%n", elf.getFileName(), bytes.length, best, what);
  }

  private static String translated(byte[] elf) {
    try {
      TranslationSummary summary = GuestProgram.translate(elf).summary();
      return "%,d words, %,d instructions".formatted(summary.words(), summary.instructions());
    } catch (InvalidProgramException e) {
      return "refused: " + e.getMessage();
    }
  }
}
