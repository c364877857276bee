package dev.provelet.bench;

import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineLibrary;
import dev.provelet.engine.RunLimits;
import dev.provelet.guest.GuestProgram;
import dev.provelet.guest.Statement;
import dev.provelet.local.Installation;
import dev.provelet.runner.GuestRun;
import dev.provelet.runner.LoadedGuest;
import dev.provelet.runner.RunRecording;
import dev.provelet.runner.Runner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Every step of a proof, called on the engine in this one process: what the platform's own cost is
 * measured against.
 */
final class EngineSteps {
  private EngineSteps() {}

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
      Measurement.of(() -> prepare(engine)).print("keys, from the cache", "once per process");
      long start = System.nanoTime();
      GuestProgram guest =
          Measurement.of(() -> GuestProgram.translate(bytes)).print("translate", "in Java");
      Runner runner = new Runner(engine);
      try (LoadedGuest loaded = Measurement.of(() -> runner.load(guest)).print("load", "")) {
        steps(runner, loaded, Statement.inputs(new byte[0], input), segmentLogHeight);
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
      Runner runner, LoadedGuest guest, List<byte[]> inputs, int segmentLogHeight)
      throws Exception {
    RunLimits limits = new RunLimits(0, 0, 0, segmentLogHeight);
    RunRecording recording = new RunRecording();
    Measurement<GuestRun> split = Measurement.of(() -> guest.split(inputs, limits, recording));
    List<byte[]> segments = recording.segments();
    split.print(
        "split",
        "%,d cycles, %d segments, largest object %,d bytes"
            .formatted(
                split.value().cycles(),
                segments.size(),
                segments.stream().mapToInt(segment -> segment.length).max().orElse(0)));
    List<byte[]> proofs = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      byte[] segment = segments.get(i);
      Measurement<byte[]> proof = Measurement.of(() -> guest.prove(inputs, segment));
      proofs.add(proof.print("prove segment " + i, "%,d bytes".formatted(proof.value().length)));
    }
    Measurement<byte[]> aggregated = Measurement.of(() -> runner.finalProof(proofs));
    byte[] proof =
        aggregated.print("aggregate and wrap", "%,d bytes".formatted(aggregated.value().length));
    byte[] publicValues =
        Statement.publicValues(inputs.getFirst(), recording.output(guest.guest()));
    Measurement.of(
            () -> {
              guest.verify(publicValues, proof);
              return true;
            })
        .print("verify", "");
  }
}
