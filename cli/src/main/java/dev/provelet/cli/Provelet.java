package dev.provelet.cli;

import dev.provelet.cli.command.DemoCommand;
import dev.provelet.cli.command.DownCommand;
import dev.provelet.cli.command.ListCommand;
import dev.provelet.cli.command.ProgramIdCommand;
import dev.provelet.cli.command.ProveCommand;
import dev.provelet.cli.command.RunCommand;
import dev.provelet.cli.command.SnarkCommand;
import dev.provelet.cli.command.StatusCommand;
import dev.provelet.cli.command.UpCommand;
import dev.provelet.cli.command.VerifierCommand;
import dev.provelet.cli.command.VerifyCommand;
import dev.provelet.local.LocalPlatformException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The program's entry. */
@Command(
    name = "provelet",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    description = "Proves that a MIPS program ran and produced exactly this output.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      DownCommand.class,
      RunCommand.class,
      ProveCommand.class,
      VerifyCommand.class,
      ProgramIdCommand.class,
      SnarkCommand.class,
      VerifierCommand.class,
      StatusCommand.class,
      ListCommand.class,
      HelpCommand.class
    })
public final class Provelet {
  private Provelet() {}

  /**
   * @return the process's exit status: 0 done, 1 failed and said why, 2 wrong usage, or what the
   *     command says
   */
  public static int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Provelet())
        // An argument may begin with @: it is the guest's.
        .setExpandAtFiles(false)
        .setExecutionExceptionHandler((exception, command, _) -> explain(exception, command));
  }

  private static int explain(Exception exception, CommandLine command) {
    String message =
        switch (exception) {
          case CommandException told -> String.valueOf(told.getMessage());
          case LocalPlatformException local -> String.valueOf(local.getMessage());
          case IOException io -> "input or output failed: " + io.getMessage();
          case InterruptedException _ -> "interrupted";
          default -> throw new IllegalStateException("a fault in provelet itself", exception);
        };
    command.getErr().println("provelet: " + message);
    return 1;
  }

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }
}
