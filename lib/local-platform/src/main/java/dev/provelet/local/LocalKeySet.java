package dev.provelet.local;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.snark.KeyFiles;
import dev.provelet.contract.snark.KeySetManifest;
import dev.provelet.contract.snark.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A key set for on-chain proofs on this machine's disk.
 *
 * @param id SHA-256 of its manifest
 * @param directory where its files are
 */
public record LocalKeySet(Digest id, Path directory, KeySetManifest manifest) {
  private static final String FILE_NAME = "[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}";

  /**
   * Reads the manifest and looks whether every file is there and has its size.
   *
   * @param keys the directory of key sets
   * @throws LocalPlatformException with words that say what is wrong
   */
  public static LocalKeySet open(Path keys, Digest id) throws LocalPlatformException {
    Path directory = keys.resolve(id.hex());
    Path file = directory.resolve(KeySetManifest.NAME);
    try {
      if (!Files.isRegularFile(file)) {
        throw new LocalPlatformException(
            "there is no key set " + id + " in " + keys + "; ./provelet snark setup makes one");
      }
      if (Files.size(file) > KeySetManifest.MAX_BYTES) {
        throw new LocalPlatformException(file + " is too large to be a manifest");
      }
      LocalKeySet keySet =
          new LocalKeySet(id, directory, KeySetManifest.read(id, Files.readAllBytes(file)));
      keySet.requireFiles();
      return keySet;
    } catch (IllegalArgumentException e) {
      throw new LocalPlatformException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new LocalPlatformException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private void requireFiles() throws IOException, LocalPlatformException {
    for (var file : manifest.files().entrySet()) {
      if (!file.getKey().matches(FILE_NAME)) {
        throw new LocalPlatformException(
            "key set %s: '%s' is no file name".formatted(id, file.getKey()));
      }
      Path there = directory.resolve(file.getKey());
      if (!Files.isRegularFile(there) || Files.size(there) != file.getValue().bytes()) {
        throw new LocalPlatformException(
            "key set %s lacks %s, or has a part of it; ./provelet snark setup repairs it"
                .formatted(id, file.getKey()));
      }
    }
  }

  /**
   * The names of what proofs are checked with; the manifest last, since it says that all is there.
   */
  public List<String> verifierFiles() {
    return Stream.of(KeyFiles.VERIFIER, KeyFiles.CONTRACT, KeyFiles.BYTECODE, KeySetManifest.NAME)
        .filter(name -> name.equals(KeySetManifest.NAME) || manifest.file(name).isPresent())
        .toList();
  }

  /** The names of all files; the manifest last. */
  public List<String> files() {
    return Stream.concat(manifest.files().keySet().stream(), Stream.of(KeySetManifest.NAME))
        .toList();
  }

  public boolean insecure() {
    return manifest.setup() == Setup.INSECURE_DEV;
  }

  /**
   * Reads a small file and checks it.
   *
   * @throws LocalPlatformException if it is damaged, or the set has none of this name
   */
  public byte[] read(String name) throws LocalPlatformException {
    Path file = directory.resolve(name);
    try {
      byte[] content = Files.readAllBytes(file);
      Digest expected =
          name.equals(KeySetManifest.NAME)
              ? id
              : manifest
                  .file(name)
                  .map(KeySetManifest.KeyFile::sha256)
                  .orElseThrow(
                      () -> new LocalPlatformException("key set " + id + " has no " + name));
      if (!Digest.of(content).equals(expected)) {
        throw new LocalPlatformException(
            file + " is damaged; ./provelet snark setup repairs the key set");
      }
      return content;
    } catch (IOException e) {
      throw new LocalPlatformException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
