package dev.provelet.cli.command;

import dev.provelet.cli.CommandException;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.RunLimits;
import dev.provelet.guest.GuestExit;
import dev.provelet.guest.GuestProgram;
import dev.provelet.guest.Statement;
import dev.provelet.local.Installation;
import dev.provelet.local.LocalPlatformException;
import dev.provelet.runner.LoadedGuest;
import dev.provelet.runner.RunReports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code provelet run}: executes a program here, without proving and without services. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Executes a program without proving it.",
    footer = {
      "",
      "The guest's stdout and stderr go to stdout and stderr, its exit status is this command's.",
      "Status 125: the guest trapped, deadlocked or was stopped at a limit; stderr says where.",
      "Status 126: it could not be run at all."
    })
public final class RunCommand implements Callable<Integer> {
  private static final int GUEST_STOPPED = 125;
  private static final int NOT_RUN = 126;
  private static final int MAX_SHOWN = 64;

  @Mixin private GuestOptions guest;

  @Option(
      names = "--max-cycles",
      paramLabel = "N",
      description = "Stops the guest after N instructions; 0: never.")
  private long maxCycles;

  @Option(
      names = "--public-values",
      paramLabel = "FILE",
      description = "Where the public values of a guest made for Ziren go.")
  private @Nullable Path valuesFile;

  @Option(
      names = "--report",
      description = "Ends with a report on stderr: cycles, functions, system calls, memory, cost.")
  private boolean report;

  @Option(names = "--json", description = "Ends with the report as one line of JSON on stderr.")
  private boolean json;

  @Override
  public Integer call() {
    try {
      return execute();
    } catch (CommandException | LocalPlatformException e) {
      System.err.println("provelet: " + e.getMessage());
      return NOT_RUN;
    }
  }

  private int execute() throws CommandException, LocalPlatformException {
    if (maxCycles < 0) {
      throw new CommandException("--max-cycles is 0 (no limit) or more, not " + maxCycles);
    }
    GuestProgram program = LocalEngine.translate(guest.program());
    byte[] input = guest.readStdin();
    byte[] open = guest.readPublicInput();
    try (LocalEngine engine = LocalEngine.open(Installation.current());
        LoadedGuest loaded = engine.load(program)) {
      List<byte[]> inputs = Statement.inputs(open, input);
      Terminal terminal = new Terminal();
      if (!report && !json) {
        TranslationChanges.print(program);
        return end(loaded.execute(inputs, limits(), terminal).exit(), terminal);
      }
      RunReports.ReportedRun reported =
          engine.reports().run(loaded, inputs, limits(), terminal, terminal::diagnostics);
      int status = end(reported.exit(), terminal);
      if (report) {
        System.err.print(RunText.of(reported.report()));
      }
      if (json) {
        System.err.println(reported.report().json());
      }
      return status;
    } catch (EngineException e) {
      throw new CommandException("the proving engine: " + e.getMessage(), e);
    }
  }

  private RunLimits limits() {
    return new RunLimits(maxCycles, 0, 0, 0);
  }

  /** Does what remains to be done after a run. */
  private int end(GuestExit exit, Terminal terminal) throws CommandException {
    System.out.flush();
    return switch (exit) {
      case GuestExit.Exited(int status, int from) -> {
        if (from == GuestExit.Exited.PUBLIC_VALUES) {
          keep(terminal.publicValues());
        }
        yield status;
      }
      case GuestExit.Trapped _,
          GuestExit.Deadlocked _,
          GuestExit.LimitReached _,
          GuestExit.OutputLimitReached _,
          GuestExit.OutOfMemory _ -> {
        if (!json && !report) {
          System.err.println("provelet: " + exit.describe());
        }
        yield GUEST_STOPPED;
      }
    };
  }

  /** What a Ziren guest's proof would say; Linux programs have that on stdout. */
  private void keep(byte[] publicValues) throws CommandException {
    if (valuesFile == null) {
      String shown =
          HexFormat.of().formatHex(publicValues, 0, Math.min(publicValues.length, MAX_SHOWN));
      System.err.printf(
          "provelet: %d bytes of public values (--public-values FILE keeps them): %s%s%n",
          publicValues.length, shown, publicValues.length > MAX_SHOWN ? "…" : "");
      return;
    }
    try {
      java.nio.file.Files.write(valuesFile, publicValues);
    } catch (IOException e) {
      throw new CommandException("cannot write " + valuesFile + ": " + e.getMessage(), e);
    }
  }
}
