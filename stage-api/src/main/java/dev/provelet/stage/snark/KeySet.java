package dev.provelet.stage.snark;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.snark.KeySetManifest;
import dev.provelet.contract.snark.KeySetManifest.KeyFile;

/**
 * A key set whose manifest lies in the object store.
 *
 * @param manifestSize in bytes
 */
public record KeySet(Digest id, KeySetManifest manifest, long manifestSize) {

  /**
   * What a file of the set has to be, the manifest included.
   *
   * @throws KeySetException if the set has no such file
   */
  public KeyFile file(String name) throws KeySetException {
    return name.equals(KeySetManifest.NAME)
        ? new KeyFile(manifestSize, id)
        : manifest
            .file(name)
            .orElseThrow(() -> new KeySetException("key set " + id + " has no file " + name));
  }
}
