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
import java.util.HexFormat;
import java.util.List;

/**
 * Writes what the engine takes of a program and a run into files, for measuring on a machine that
 * has the engine and no Java: {@code program}, {@code input-N}, {@code segment-N}, and in hex
 * {@code id} and {@code public-values}.
 */
public final class EngineFiles {
  private EngineFiles() {}

  /**
   * @param arguments an ELF, its standard input, a folder, and log2 of a segment's height
   */
  public static void main(String[] arguments) throws Exception {
    byte[] elf = Files.readAllBytes(Path.of(arguments[0]));
    List<byte[]> inputs = Statement.inputs(new byte[0], Files.readAllBytes(Path.of(arguments[1])));
    Path folder = Files.createDirectories(Path.of(arguments[2]));
    int segmentLogHeight = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 0;
    GuestProgram guest = GuestProgram.translate(elf);
    Files.write(folder.resolve("program"), guest.engineProgram());
    for (int i = 0; i < inputs.size(); i++) {
      Files.write(folder.resolve("input-" + i), inputs.get(i));
    }
    Installation installation = Installation.current();
    try (Engine engine = EngineLibrary.open(installation.engineDir(), installation.keyCache());
        LoadedGuest loaded = new Runner(engine).load(guest)) {
      RunRecording recording = new RunRecording();
      GuestRun run = loaded.split(inputs, new RunLimits(0, 0, 0, segmentLogHeight), recording);
      if (!run.exit().success()) {
        throw new IllegalStateException(run.exit().describe());
      }
      for (int i = 0; i < recording.segments().size(); i++) {
        Files.write(folder.resolve("segment-" + i), recording.segments().get(i));
      }
      byte[] values = Statement.publicValues(inputs.getFirst(), recording.output(guest));
      Files.writeString(folder.resolve("id"), loaded.programId());
      Files.writeString(folder.resolve("public-values"), HexFormat.of().formatHex(values));
      System.out.printf(
          "%s: %,d cycles, %d segments%n", folder.getFileName(), run.cycles(), run.segments());
    }
  }
}
