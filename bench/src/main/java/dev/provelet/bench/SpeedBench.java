package dev.provelet.bench;

import dev.provelet.cli.Installation;
import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineLibrary;
import dev.provelet.engine.EngineProgram;
import dev.provelet.engine.ExecutionReport;
import dev.provelet.engine.RunLimits;
import dev.provelet.engine.RunListener;
import dev.provelet.guest.GuestProgram;
import dev.provelet.guest.Statement;
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
    GuestProgram guest =
        GuestProgram.translate(Files.readAllBytes(installation.example("loop-c", "loop-c.elf")));
    List<byte[]> inputs = Statement.inputs(new byte[0], rounds.getBytes(StandardCharsets.UTF_8));
    RunListener silent = new RunListener() {};
    System.out.printf("loop-c, %s rounds, the best of %d%n", rounds, RUNS);
    try (Engine engine = EngineLibrary.open(installation.engineDir(), installation.keyCache());
        EngineProgram program = engine.load(guest.engineProgram())) {
      double run = row("run", () -> program.execute(inputs, RunLimits.NONE, silent));
      double counted =
          row("run and counted", () -> program.profile(inputs, RunLimits.NONE, silent).report());
      double split = row("split", () -> program.split(inputs, RunLimits.NONE, silent));
      System.out.printf("  ratio, counted / run %6.2f%n", counted / run);
      System.out.printf("  ratio, split / run   %6.2f%n", split / run);
    }
  }

  private static double row(String name, Callable<ExecutionReport> work) throws Exception {
    double best = Double.MAX_VALUE;
    long instructions = 0;
    for (int i = 0; i < RUNS; i++) {
      long start = System.nanoTime();
      instructions = work.call().instructions();
      best = Math.min(best, (System.nanoTime() - start) / 1e9);
    }
    System.out.printf(
        "  %-16s %,14d instructions %7.2f s %8.1f M/s%n",
        name, instructions, best, instructions / best / 1e6);
    return best;
  }
}
