package dev.provelet.cli.command;

import dev.provelet.local.DataDirectory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --data}, shared by all commands that use a local platform. */
public final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The local platform's data directory. Default: ~/.local/share/provelet.")
  private @Nullable Path directory;

  DataDirectory data() {
    return directory == null ? DataDirectory.byDefault() : DataDirectory.at(directory);
  }
}
