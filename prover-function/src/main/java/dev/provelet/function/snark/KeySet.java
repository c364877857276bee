package dev.provelet.function.snark;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.snark.KeySetManifest;
import dev.provelet.contract.snark.KeySetManifest.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A key set on this disk, whose files were found to be what they should be.
 *
 * @param directory where its files are
 */
public record KeySet(Digest id, Path directory, KeySetManifest manifest) {

  /**
   * Reads a small file, and checks once more what is now in memory.
   *
   * @throws IOException if it is another one than the manifest says
   */
  public byte[] read(String name) throws IOException {
    KeyFile expected =
        manifest
            .file(name)
            .orElseThrow(() -> new IOException("key set " + id + " has no file " + name));
    byte[] content = Files.readAllBytes(directory.resolve(name));
    if (!Digest.of(content).equals(expected.sha256())) {
      throw new IOException("%s of key set %s was changed while it was read".formatted(name, id));
    }
    return content;
  }
}
