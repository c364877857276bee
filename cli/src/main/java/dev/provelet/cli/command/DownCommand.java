package dev.provelet.cli.command;

import dev.provelet.cli.CommandException;
import dev.provelet.local.DataDirectory;
import dev.provelet.local.RunState;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code provelet down}: stops the platform; what it stored stays. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Stops the platform on this machine; its data and proofs stay.")
public final class DownCommand implements Callable<Integer> {
  private static final int STOPPED_WITHIN_SECONDS = 60;

  @Mixin private DataOption data;

  @Override
  public Integer call() throws CommandException, InterruptedException {
    System.out.println(
        stop(data.data()) ? "stopped" : "no platform runs with the data in " + data.data().root());
    return 0;
  }

  /** Whether something ran. */
  static boolean stop(DataDirectory data) throws CommandException, InterruptedException {
    Optional<ProcessHandle> supervisor = RunState.running(data).flatMap(RunState::supervisorHandle);
    if (supervisor.isEmpty()) {
      return false;
    }
    supervisor.get().destroy();
    try {
      supervisor.get().onExit().get(STOPPED_WITHIN_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      throw new CommandException(
          "process "
              + supervisor.get().pid()
              + " did not stop within "
              + STOPPED_WITHIN_SECONDS
              + " s; see "
              + data.logs(),
          e);
    }
  }
}
