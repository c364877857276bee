package dev.provelet.local;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.snark.Setup;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the key set that a local platform works with. One whose setup is insecure is taken only
 * when that is asked for.
 */
public final class KeySetChoice {
  private final Path keys;
  private final String engineVersion;

  /**
   * @param keys the directory of key sets
   * @param engineVersion that of the functions
   */
  public KeySetChoice(Path keys, String engineVersion) {
    this.keys = keys;
    this.engineVersion = engineVersion;
  }

  /** Reads an id that a user wrote. */
  public static Digest parse(String id) throws LocalPlatformException {
    if (!Digest.isForm(id)) {
      throw new LocalPlatformException(
          "a key set's id is 64 lower-case hex digits, as ./provelet snark setup prints them, not '"
              + id
              + "'");
    }
    return Digest.parse(id);
  }

  /**
   * The one that is named.
   *
   * @param insecureDev whether one of setup insecure-dev may be
   */
  public LocalKeySet named(String id, boolean insecureDev) throws LocalPlatformException {
    LocalKeySet keySet = LocalKeySet.open(keys, parse(id));
    if (!keySet.manifest().engineVersion().equals(engineVersion)) {
      throw new LocalPlatformException(
          "key set %s is for engine version %s, and this one is %s; ./provelet snark setup makes another"
              .formatted(id, keySet.manifest().engineVersion(), engineVersion));
    }
    if (keySet.insecure() && !insecureDev) {
      throw new LocalPlatformException(
          "key set "
              + id
              + " has the setup insecure-dev, with which everybody can forge proofs;"
              + " to develop, add --insecure-dev-snark");
    }
    return keySet;
  }

  /**
   * The only one of this engine version with this setup; empty if there is none.
   *
   * @throws LocalPlatformException if there are several
   */
  public Optional<LocalKeySet> found(Setup setup) throws LocalPlatformException {
    List<LocalKeySet> fitting = new ArrayList<>();
    for (Digest id : ids()) {
      try {
        LocalKeySet keySet = LocalKeySet.open(keys, id);
        if (keySet.manifest().setup() == setup
            && keySet.manifest().engineVersion().equals(engineVersion)) {
          fitting.add(keySet);
        }
      } catch (LocalPlatformException _) {
        // A part of one, as functions pull them: not for a platform without that store.
      }
    }
    if (fitting.size() > 1) {
      throw new LocalPlatformException(
          "several key sets in %s are of setup %s and for this engine version; name one: %s"
              .formatted(
                  keys,
                  setup,
                  String.join(", ", fitting.stream().map(k -> k.id().hex()).toList())));
    }
    return fitting.stream().findFirst();
  }

  private List<Digest> ids() throws LocalPlatformException {
    List<Digest> ids = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(keys)) {
      for (Path directory : directories) {
        String name = String.valueOf(directory.getFileName());
        if (Digest.isForm(name)) {
          ids.add(Digest.parse(name));
        }
      }
      return ids;
    } catch (NoSuchFileException | NotDirectoryException _) {
      return List.of();
    } catch (IOException e) {
      throw new LocalPlatformException("cannot read " + keys + ": " + e.getMessage(), e);
    }
  }
}
