package dev.provelet.cli.command;

import dev.provelet.local.Installation;
import dev.provelet.local.LocalPlatformException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where key sets are on this machine. */
public final class KeysOption {
  @Option(
      names = "--keys",
      paramLabel = "DIR",
      description =
          "The directory of key sets. Default: the folder 'snark' of Provelet's cache, where"
              + " ./provelet up looks.")
  private @Nullable Path keys;

  Path directory() throws LocalPlatformException {
    return keys == null ? Installation.current().snarkKeys() : keys.toAbsolutePath();
  }
}
