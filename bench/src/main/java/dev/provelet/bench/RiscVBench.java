package dev.provelet.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineLibrary;
import dev.provelet.engine.EngineProgram;
import dev.provelet.engine.ExecutionReport;
import dev.provelet.engine.RunLimits;
import dev.provelet.engine.RunListener;
import dev.provelet.guest.GuestProgram;
import dev.provelet.guest.Statement;
import dev.provelet.local.Installation;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The same C program by OpenVM's own instruction set and by ours: cycles, and the time of all
 * segment proofs. The RISC-V one has no kernel and hashes neither input nor output. Traces are
 * padded to powers of two, so a single size says little: take several, or a run of many segments.
 */
public final class RiscVBench {
  private static final int RUNS = 2;

  private RiscVBench() {}

  /**
   * @param arguments an example's name and its standard input as text
   */
  public static void main(String[] arguments) throws Exception {
    String name = arguments[0];
    byte[] stdin = arguments[1].getBytes(StandardCharsets.UTF_8);
    Compilers compilers = new Compilers(Files.createTempDirectory("provelet-bench"));
    Path mips = compilers.source("examples/%s/%s.elf".formatted(name, name));
    Path riscV = compilers.riscV("examples/%s/main.c".formatted(name));
    Installation installation = Installation.current();
    try (Engine engine = EngineLibrary.open(installation.engineDir(), installation.keyCache())) {
      byte[] ours = GuestProgram.translate(Files.readAllBytes(mips)).engineProgram();
      byte[] theirs = RiscVProgram.of(Files.readAllBytes(riscV), engine.describe().opcodes());
      engine.prepare(Engine.Machine.BASE, Engine.Keys.SEGMENT);
      System.out.printf("%s, the better of %d each, in turn%n", name, RUNS);
      List<Proved> theirRuns = new ArrayList<>();
      List<Proved> ourRuns = new ArrayList<>();
      for (int run = 0; run < RUNS; run++) {
        theirRuns.add(prove(engine, theirs, List.of(stdin)));
        ourRuns.add(prove(engine, ours, Statement.inputs(new byte[0], stdin)));
      }
      Proved theirBest = best(theirRuns);
      Proved ourBest = best(ourRuns);
      if (!ourBest.output().equals(theirBest.output())) {
        throw new IllegalStateException("they print different things");
      }
      row("RISC-V", theirBest);
      row("MIPS", ourBest);
      System.out.printf(
          "  ratio, MIPS / RISC-V: cycles %.3f, proving %.3f of CPU time%n",
          (double) ourBest.cycles() / theirBest.cycles(),
          ourBest.cpuSeconds() / theirBest.cpuSeconds());
    }
  }

  private record Proved(
      String output, long cycles, int segments, double seconds, double cpuSeconds) {}

  private static Proved best(List<Proved> runs) {
    return runs.stream().min(Comparator.comparingDouble(Proved::cpuSeconds)).orElseThrow();
  }

  private static void row(String name, Proved proved) {
    System.out.printf(
        "  %-7s %,12d cycles %3d segments %8.2f s %8.2f CPU s%n",
        name, proved.cycles(), proved.segments(), proved.seconds(), proved.cpuSeconds());
  }

  private static Proved prove(Engine engine, byte[] program, List<byte[]> inputs) throws Exception {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    List<byte[]> segments = new ArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void output(int descriptor, byte[] data) {
            output.writeBytes(data);
          }

          @Override
          public void segment(int index, long instructions, byte[] object) {
            segments.add(object);
          }
        };
    try (EngineProgram loaded = engine.load(program)) {
      ExecutionReport split = loaded.split(inputs, RunLimits.NONE, listener);
      if (split.outcome() != ExecutionReport.Outcome.TERMINATED || split.code() != 0) {
        throw new IllegalStateException("the run ended badly: " + split);
      }
      long start = System.nanoTime();
      long startCpu = cpuNanos();
      for (byte[] segment : segments) {
        var _ = loaded.prove(inputs, segment);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      double cpuSeconds = (cpuNanos() - startCpu) / 1e9;
      String printed = output.toString(StandardCharsets.UTF_8);
      return new Proved(printed, split.instructions(), segments.size(), seconds, cpuSeconds);
    }
  }

  /** Of all threads: the proof takes all cores, and others may use them, too. */
  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }
}
