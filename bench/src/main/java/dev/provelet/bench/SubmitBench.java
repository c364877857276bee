package dev.provelet.bench;

import dev.provelet.cli.Installation;
import dev.provelet.cli.client.StageClient;
import dev.provelet.cli.client.Submission;
import dev.provelet.cli.client.Target;
import dev.provelet.cli.local.DataDirectory;
import dev.provelet.cli.local.PlatformOptions;
import dev.provelet.cli.local.Supervisor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * How long a submission takes until it is accepted, p50 and p99, for a program that is new and for
 * one that is known.
 */
public final class SubmitBench {
  private static final int WARM_UP = 20;
  private static final int RUNS = 100;

  private SubmitBench() {}

  /**
   * @param arguments an ELF; bytes are appended to it, so that each submission is of a new program
   */
  public static void main(String[] arguments) throws Exception {
    byte[] elf = Files.readAllBytes(Path.of(arguments[0]));
    Path data = Files.createTempDirectory("provelet-bench");
    try (Supervisor platform =
        Supervisor.start(
            Installation.current(), DataDirectory.at(data), new PlatformOptions(0, 1))) {
      StageClient client = new StageClient(platform.stage());
      System.out.printf("submission of %,d bytes, %d runs%n", elf.length, RUNS);
      double known = row("a known program", client, elf, data, false);
      double fresh = row("a new program", client, elf, data, true);
      System.out.printf("  ratio of the medians, new / known  %.2f%n", fresh / known);
    }
  }

  private static double row(String name, StageClient client, byte[] elf, Path data, boolean fresh)
      throws Exception {
    double[] millis = new double[RUNS];
    for (int i = -WARM_UP; i < RUNS; i++) {
      Path program = data.resolve("program.elf");
      byte[] variant = Arrays.copyOf(elf, elf.length + (fresh ? 1 + i + WARM_UP : 0));
      Files.write(program, variant);
      long start = System.nanoTime();
      client.submit(new Submission(program, Optional.empty(), Optional.empty(), Target.EXECUTE, 0));
      if (i >= 0) {
        millis[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    Arrays.sort(millis);
    System.out.printf(
        "  %-20s p50 %7.1f ms   p99 %7.1f ms%n", name, millis[RUNS / 2], millis[RUNS * 99 / 100]);
    return millis[RUNS / 2];
  }
}
