package dev.provelet.cli.command;

import dev.provelet.cli.Failure;
import dev.provelet.cli.Installation;
import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.EngineLibrary;
import dev.provelet.guest.GuestProgram;
import dev.provelet.guest.InvalidProgramException;
import dev.provelet.runner.LoadedGuest;
import dev.provelet.runner.RunReports;
import dev.provelet.runner.Runner;
import java.nio.file.Path;

/** The engine in this very process, for what needs no services. */
final class LocalEngine implements AutoCloseable {
  private final Engine engine;

  private LocalEngine(Engine engine) {
    this.engine = engine;
  }

  static LocalEngine open(Installation installation) throws Failure {
    try {
      return new LocalEngine(EngineLibrary.open(installation.engineDir(), installation.keyCache()));
    } catch (EngineException e) {
      throw new Failure("the proving engine: " + e.getMessage(), e);
    }
  }

  static GuestProgram translate(Path program) throws Failure {
    try {
      return GuestProgram.translate(Files.read(program, "the program", GuestProgram.MAX_ELF_BYTES));
    } catch (InvalidProgramException e) {
      throw new Failure(program + ": " + e.getMessage(), e);
    }
  }

  LoadedGuest load(GuestProgram program) throws Failure {
    try {
      return new Runner(engine).load(program);
    } catch (EngineException e) {
      throw new Failure("the proving engine refused the translated program: " + e.getMessage(), e);
    }
  }

  RunReports reports() {
    return new RunReports(engine);
  }

  @Override
  public void close() {
    engine.close();
  }
}
