package dev.provelet.cli.command;

import dev.provelet.cli.Failure;
import dev.provelet.cli.local.DataDirectory;
import dev.provelet.cli.local.RunState;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --data}, shared by all commands that touch a local platform. */
public final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the local platform keeps everything; default: ~/.local/share/provelet.")
  private @Nullable Path directory;

  DataDirectory data() {
    return directory == null ? DataDirectory.byDefault() : DataDirectory.at(directory);
  }

  /**
   * @param server what {@code --server} said, if anything
   */
  URI stage(@Nullable URI server) throws Failure {
    if (server != null) {
      return server;
    }
    return RunState.running(data())
        .map(RunState::stage)
        .orElseThrow(
            () ->
                new Failure(
                    "no platform runs over "
                        + data().root()
                        + ": start one with ./provelet up --detach, or name one with --server"));
  }
}
