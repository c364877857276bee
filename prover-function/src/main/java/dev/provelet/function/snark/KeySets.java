package dev.provelet.function.snark;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.SnarkKeys;
import dev.provelet.contract.snark.KeySetManifest;
import dev.provelet.contract.snark.KeySetManifest.KeyFile;
import dev.provelet.function.cancel.CancellationToken;
import dev.provelet.function.config.FunctionConfig;
import dev.provelet.function.transfer.ObjectTransfers;
import dev.provelet.function.transfer.TransferException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * The key sets on this disk. A file that is missing or damaged is pulled, if the platform has it;
 * it appears whole or not at all. Attempts and functions share them.
 */
@Singleton
public final class KeySets {
  private static final String PARTIAL_PREFIX = "pull-";
  private static final String PARTIAL = PARTIAL_PREFIX + "*.partial";

  private final Path root;
  private final ObjectTransfers transfers;
  private final DirectoryLock lock;
  private final CheckedFiles checked = new CheckedFiles();

  /** Hears which file is looked at now. */
  @FunctionalInterface
  public interface Progress {
    void file(String name, int done, int total);
  }

  @Inject
  KeySets(FunctionConfig config, ObjectTransfers transfers) {
    this.root = config.snark().keys();
    this.transfers = transfers;
    this.lock = new DirectoryLock(root);
  }

  /**
   * Makes sure that a step finds its files, each of the size and the SHA-256 that the manifest
   * says. Takes minutes where gigabytes are pulled.
   *
   * @param names the manifest first
   * @throws MissingKeysException if they are neither here nor to be pulled
   * @throws IOException if the directory cannot be used
   */
  public KeySet prepare(
      SnarkKeys keys, List<String> names, Progress progress, CancellationToken cancellation)
      throws IOException, MissingKeysException {
    Files.createDirectories(root);
    try (DirectoryLock.Held _ = lock.hold(cancellation)) {
      Path directory = Files.createDirectories(root.resolve(keys.keySet().hex()));
      sweep(directory);
      KeySetManifest manifest = manifest(keys, directory, cancellation);
      int done = 0;
      for (String name : names) {
        progress.file(name, done++, names.size());
        if (!name.equals(KeySetManifest.NAME)) {
          provide(keys, name, manifest, directory, cancellation);
        }
      }
      return new KeySet(keys.keySet(), directory, manifest);
    }
  }

  /** Looks at a key set's files anew when they are next needed: something was wrong with them. */
  public void doubt(KeySet keySet) {
    checked.forget(keySet.directory());
  }

  private static void sweep(Path directory) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, PARTIAL)) {
      for (Path partial : left) {
        Files.deleteIfExists(partial);
      }
    }
  }

  private KeySetManifest manifest(SnarkKeys keys, Path directory, CancellationToken cancellation)
      throws IOException, MissingKeysException {
    Path file = directory.resolve(KeySetManifest.NAME);
    Optional<KeySetManifest> here = manifest(keys.keySet(), file);
    if (here.isPresent()) {
      return here.get();
    }
    Artifact source = source(keys, KeySetManifest.NAME, "it is not here");
    pull(
        keys.keySet(),
        new Artifact(source.name(), source.url(), keys.keySet(), source.size()),
        file,
        KeySetManifest.MAX_BYTES,
        cancellation);
    return manifest(keys.keySet(), file)
        .orElseThrow(() -> new MissingKeysException(keys.keySet(), "its manifest is malformed"));
  }

  private static Optional<KeySetManifest> manifest(Digest id, Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > KeySetManifest.MAX_BYTES) {
      return Optional.empty();
    }
    try {
      return Optional.of(KeySetManifest.read(id, Files.readAllBytes(file)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private void provide(
      SnarkKeys keys,
      String name,
      KeySetManifest manifest,
      Path directory,
      CancellationToken cancellation)
      throws IOException, MissingKeysException {
    KeyFile expected =
        manifest
            .file(name)
            .orElseThrow(
                () -> new MissingKeysException(keys.keySet(), "its manifest has no " + name));
    Path file = directory.resolve(name);
    if (checked.isWhole(file, expected, cancellation)) {
      return;
    }
    String fault = Files.exists(file) ? "is damaged in " : "is not in ";
    Artifact source = source(keys, name, name + " " + fault + directory);
    pull(
        keys.keySet(),
        new Artifact(name, source.url(), expected.sha256(), expected.bytes()),
        file,
        expected.bytes(),
        cancellation);
    checked.pulled(file);
  }

  private static Artifact source(SnarkKeys keys, String name, String fault)
      throws MissingKeysException {
    return keys.files().stream()
        .filter(artifact -> artifact.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new MissingKeysException(
                    keys.keySet(), fault + ", and the platform has none to pull"));
  }

  private void pull(
      Digest keySet, Artifact source, Path file, long limit, CancellationToken cancellation)
      throws IOException, MissingKeysException {
    Path partial = file.resolveSibling(PARTIAL_PREFIX + file.getFileName() + ".partial");
    try {
      transfers.pull(source, partial, limit, cancellation);
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (TransferException e) {
      switch (e.fault()) {
        // No task made it, so none can make it again.
        case OBJECT -> throw new MissingKeysException(keySet, String.valueOf(e.getMessage()));
        case TRANSPORT -> throw e;
      }
    } finally {
      Files.deleteIfExists(partial);
    }
  }
}
