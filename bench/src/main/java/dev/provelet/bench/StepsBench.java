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
import java.util.Optional;

/**
 * Time and peak memory of each step on the engine, then the same proof through the whole platform
 * with one prover function, and the ratio of the two.
 */
public final class StepsBench {
  private StepsBench() {}

  /**
   * @param arguments an ELF and its standard input
   */
  public static void main(String[] arguments) throws Exception {
    Path elf = Path.of(arguments[0]);
    Path stdin = Path.of(arguments[1]);
    int segmentLogHeight = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 0;
    double direct = EngineSteps.prove(elf, stdin, segmentLogHeight);

    Path data = Files.createTempDirectory("provelet-bench");
    try (Supervisor platform =
        Supervisor.start(
            Installation.current(), DataDirectory.at(data), new PlatformOptions(0, 1))) {
      StageClient client = new StageClient(platform.stage());
      ProveRequest request =
          new ProveRequest(
              elf, Optional.of(stdin), Optional.empty(), ProveTarget.STARK, segmentLogHeight);
      // Both proofs of the platform run on warm keys, as the direct one did; the first also warms
      // the program.
      double first = seconds(client, request);
      double second = seconds(client, request);
      System.out.printf("  %-34s %9.2f s%n", "platform, a function's first proof", first);
      System.out.printf("  %-34s %9.2f s%n", "platform, its second", second);
      System.out.printf("  %-34s %9.2f%n", "ratio, second / direct", second / direct);
    }
  }

  private static double seconds(StageClient client, ProveRequest request) throws Exception {
    long start = System.nanoTime();
    ProofView proof = client.submit(request);
    while (!proof.finished()) {
      Thread.sleep(100);
      proof = client.get(proof.id());
    }
    if (!proof.succeeded()) {
      throw new IllegalStateException(proof.describe());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.println("  platform's own timings: " + proof.timingsText());
    return seconds;
  }
}
