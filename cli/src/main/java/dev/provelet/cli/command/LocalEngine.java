package dev.provelet.cli.command;

import dev.provelet.cli.CommandException;
import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.EngineLibrary;
import dev.provelet.guest.GuestProgram;
import dev.provelet.guest.InvalidProgramException;
import dev.provelet.local.Installation;
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

  static LocalEngine open(Installation installation) throws CommandException {
    try {
      return new LocalEngine(EngineLibrary.open(installation.engineDir(), installation.keyCache()));
    } catch (EngineException e) {
      throw new CommandException("the proving engine: " + e.getMessage(), e);
    }
  }

  /** The version of the engine that is built here. */
  static String version(Installation installation) throws CommandException {
    try (LocalEngine engine = open(installation)) {
      return engine.engine.describe().engineVersion();
    }
  }

  static GuestProgram translate(Path program) throws CommandException {
    try {
      return GuestProgram.translate(
          InputFiles.read(program, "the program", GuestProgram.MAX_ELF_BYTES));
    } catch (InvalidProgramException e) {
      throw new CommandException(program + ": " + e.getMessage(), e);
    }
  }

  LoadedGuest load(GuestProgram program) throws CommandException {
    try {
      return new Runner(engine).load(program);
    } catch (EngineException e) {
      throw new CommandException(
          "the proving engine refused the translated program: " + e.getMessage(), e);
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
