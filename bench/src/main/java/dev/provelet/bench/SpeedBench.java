package dev.provelet.bench;

import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineLibrary;
import dev.provelet.engine.RunLimits;
import dev.provelet.guest.Statement;
import dev.provelet.local.Installation;
import dev.provelet.runner.GuestRun;
import dev.provelet.runner.LoadedGuest;
import dev.provelet.runner.RunSink;
import dev.provelet.runner.Runner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;

/** Millions of instructions a second: run, counted for a report, and split into segments. */
public final class SpeedBench {
  private static final int RUNS = 3;

  private SpeedBench() {}

  /**
   * @param arguments how many rounds of loop-c, 21 instructions each; without it, a million
   */
  public static void main(String[] arguments) throws Exception {
    String rounds = arguments.length == 0 ? "1000000" : arguments[0];
    Installation installation = Installation.current();
    byte[] elf = Files.readAllBytes(installation.example("loop-c", "loop-c.elf"));
    List<byte[]> inputs = Statement.inputs(new byte[0], rounds.getBytes(StandardCharsets.UTF_8));
    System.out.printf("loop-c, %s rounds, the best of %d%n", rounds, RUNS);
    try (Engine engine = EngineLibrary.open(installation.engineDir(), installation.keyCache());
        LoadedGuest guest = new Runner(engine).load(elf)) {
      double run = row("run", () -> guest.execute(inputs, RunLimits.NONE, RunSink.NONE));
      double counted =
          row("run and counted", () -> guest.profile(inputs, RunLimits.NONE, RunSink.NONE).run());
      double split = row("split", () -> guest.split(inputs, RunLimits.NONE, RunSink.NONE));
      System.out.printf("  ratio, counted / run %6.2f%n", counted / run);
      System.out.printf("  ratio, split / run   %6.2f%n", split / run);
    }
  }

  private static double row(String name, Callable<GuestRun> work) throws Exception {
    double best = Double.MAX_VALUE;
    long instructions = 0;
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      instructions = work.call().cycles();
      best = Math.min(best, (System.nanoTime() - start) / 1e9);
    }
    System.out.printf(
        "  %-16s %,14d instructions %7.2f s %8.1f M/s%n",
        name, instructions, best, instructions / best / 1e6);
    return best;
  }
}
