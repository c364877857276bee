package dev.provelet.bench;

import dev.provelet.cli.Installation;
import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineLibrary;
import dev.provelet.engine.EngineProgram;
import dev.provelet.engine.ExecutionReport;
import dev.provelet.engine.RunLimits;
import dev.provelet.guest.GuestProgram;
import dev.provelet.guest.Statement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Every step of a proof, called on the engine in this one process: what the platform's own cost is
 * measured against.
 */
final class Direct {
  private Direct() {}

  /**
   * Prints a row per step.
   *
   * @return the seconds from the ELF to the verified proof, without opening keys that are made once
   *     per machine
   */
  static double prove(Path elf, Path stdin, int segmentLogHeight) throws Exception {
    byte[] bytes = Files.readAllBytes(elf);
    byte[] input = Files.readAllBytes(stdin);
    System.out.printf(
        "%s, %,d bytes, on %,d bytes of input%n", elf.getFileName(), bytes.length, input.length);
    Installation installation = Installation.current();
    try (Engine engine = EngineLibrary.open(installation.engineDir(), installation.keyCache())) {
      Measured.of(() -> prepare(engine)).print("keys, from the cache", "once per process");
      long start = System.nanoTime();
      GuestProgram guest =
          Measured.of(() -> GuestProgram.translate(bytes)).print("translate", "in Java");
      try (EngineProgram program =
          Measured.of(() -> engine.load(guest.engineProgram())).print("load", "")) {
        steps(engine, program, Statement.inputs(new byte[0], input), segmentLogHeight);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf("  %-34s %9.2f s%n", "sum", seconds);
      return seconds;
    }
  }

  private static boolean prepare(Engine engine) throws Exception {
    engine.prepare(Engine.Machine.BASE, Engine.Keys.SEGMENT);
    engine.prepare(Engine.Machine.BASE, Engine.Keys.AGGREGATE);
    engine.prepare(Engine.Machine.BASE, Engine.Keys.VERIFY);
    return true;
  }

  private static void steps(
      Engine engine, EngineProgram program, List<byte[]> inputs, int segmentLogHeight)
      throws Exception {
    RunLimits limits = new RunLimits(0, 0, 0, segmentLogHeight);
    CapturedRun run = new CapturedRun();
    Measured<ExecutionReport> split = Measured.of(() -> program.split(inputs, limits, run));
    List<byte[]> segments = run.segments();
    split.print(
        "split",
        "%,d cycles, %d segments, largest object %,d bytes"
            .formatted(
                split.value().instructions(),
                segments.size(),
                segments.stream().mapToInt(segment -> segment.length).max().orElse(0)));
    List<byte[]> proofs = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      byte[] segment = segments.get(i);
      Measured<byte[]> proof = Measured.of(() -> program.prove(inputs, segment));
      proofs.add(proof.print("prove segment " + i, "%,d bytes".formatted(proof.value().length)));
    }
    Measured<byte[]> aggregated = Measured.of(() -> Ladder.climb(engine, proofs));
    byte[] proof =
        aggregated.print("aggregate and wrap", "%,d bytes".formatted(aggregated.value().length));
    byte[] publicValues = Statement.publicValues(inputs.getFirst(), run.output());
    Measured.of(
            () -> {
              engine.verify(program.id(), publicValues, proof);
              return true;
            })
        .print("verify", "");
  }
}
