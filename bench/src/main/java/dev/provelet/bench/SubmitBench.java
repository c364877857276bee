package dev.provelet.bench;

import dev.provelet.cli.client.ProofView;
import dev.provelet.cli.client.ProveRequest;
import dev.provelet.cli.client.ProveTarget;
import dev.provelet.cli.client.StageClient;
import dev.provelet.local.DataDirectory;
import dev.provelet.local.Installation;
import dev.provelet.local.PlatformOptions;
import dev.provelet.local.Supervisor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * How long a submission takes until it is accepted, p50 and p99, for a program that is new and for
 * one that is known; on an idle platform, where each waits for the run before it to end, and on a
 * busy one, where the machine executes what was submitted before at the same time.
 */
public final class SubmitBench {
  private static final int WARM_UP = 20;
  private static final int RUNS = 100;

  private final StageClient client;
  private final byte[] elf;
  private final Path program;
  private int variants;

  private SubmitBench(StageClient client, byte[] elf, Path data) {
    this.client = client;
    this.elf = elf;
    this.program = data.resolve("program.elf");
  }

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
      SubmitBench bench = new SubmitBench(client, elf, data);
      double known = bench.row("a known program, idle", false, true);
      double fresh = bench.row("a new program, idle", true, true);
      bench.row("a known program, busy", false, false);
      bench.row("a new program, busy", true, false);
      System.out.printf("  ratio of the idle medians, new / known  %.2f%n", fresh / known);
    }
  }

  private double row(String name, boolean fresh, boolean idle) throws Exception {
    double[] millis = new double[RUNS];
    for (int i = -WARM_UP; i < RUNS; i++) {
      Files.write(program, fresh ? Arrays.copyOf(elf, elf.length + ++variants) : elf);
      long start = System.nanoTime();
      ProofView proof =
          client.submit(
              new ProveRequest(
                  program, Optional.empty(), Optional.empty(), ProveTarget.EXECUTE, 0));
      if (i >= 0) {
        millis[i] = (System.nanoTime() - start) / 1e6;
      }
      while (idle && !proof.finished()) {
        Thread.sleep(20);
        proof = client.get(proof.id());
      }
    }
    Arrays.sort(millis);
    System.out.printf(
        "  %-24s p50 %7.1f ms   p99 %7.1f ms%n", name, millis[RUNS / 2], millis[RUNS * 99 / 100]);
    return millis[RUNS / 2];
  }
}
