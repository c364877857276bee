package dev.provelet.cli.command;

import dev.provelet.cli.local.DataDirectory;
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
}
