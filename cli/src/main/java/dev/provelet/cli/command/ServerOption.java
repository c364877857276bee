package dev.provelet.cli.command;

import dev.provelet.cli.Failure;
import dev.provelet.cli.client.StageClient;
import dev.provelet.cli.local.RunState;
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
      description = "A stage API; default: the local platform's.")
  private @Nullable URI server;

  StageClient client() throws Failure {
    return new StageClient(server == null ? localStage() : server);
  }

  private URI localStage() throws Failure {
    return RunState.running(local.data())
        .map(RunState::stage)
        .orElseThrow(
            () ->
                new Failure(
                    "no platform runs over "
                        + local.data().root()
                        + ": start one with ./provelet up --detach, or name one with --server"));
  }
}
