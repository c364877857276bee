package dev.provelet.cli.command;

import dev.provelet.cli.CommandException;
import dev.provelet.cli.client.StageClient;
import dev.provelet.local.RunState;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which stage API a command speaks to: the one named, or the local platform's. */
public final class ServerOption {
  @Mixin private DataOption local;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "Base URL of a stage API. Default: the local platform's.")
  private @Nullable URI server;

  StageClient client() throws CommandException {
    return new StageClient(server == null ? localStage() : server);
  }

  private URI localStage() throws CommandException {
    return RunState.running(local.data())
        .map(RunState::stage)
        .orElseThrow(
            () ->
                new CommandException(
                    "no platform runs with the data in "
                        + local.data().root()
                        + "; start one with ./provelet up --detach, or name a stage API with"
                        + " --server"));
  }
}
