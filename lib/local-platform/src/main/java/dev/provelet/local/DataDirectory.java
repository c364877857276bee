package dev.provelet.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Everything a local platform keeps; readable by its owner only. */
public record DataDirectory(Path root) {

  /** {@code ~/.local/share/provelet}, or where XDG_DATA_HOME says. */
  public static DataDirectory byDefault() {
    String xdg = System.getenv("XDG_DATA_HOME");
    Path share =
        xdg == null || xdg.isBlank()
            ? Path.of(System.getProperty("user.home"), ".local", "share")
            : Path.of(xdg);
    return at(share.resolve("provelet"));
  }

  public static DataDirectory at(Path root) {
    return new DataDirectory(root.toAbsolutePath().normalize());
  }

  void create() throws LocalPlatformException {
    try {
      var ownerOnly =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
      Files.createDirectories(root, ownerOnly);
      Files.createDirectories(logs(), ownerOnly);
      Files.createDirectories(objects(), ownerOnly);
      Files.createDirectories(scratch(), ownerOnly);
    } catch (IOException e) {
      throw new LocalPlatformException(
          "cannot create the data directory "
              + root
              + " ("
              + e.getMessage()
              + "); choose another with --data",
          e);
    }
  }

  public Path logs() {
    return root.resolve("logs");
  }

  Path database() {
    return root.resolve("database");
  }

  Path objects() {
    return root.resolve("objects");
  }

  Path scratch() {
    return root.resolve("scratch");
  }

  Path secrets() {
    return root.resolve("secrets.properties");
  }

  Path state() {
    return root.resolve("state.json");
  }

  Path lock() {
    return root.resolve("lock");
  }
}
