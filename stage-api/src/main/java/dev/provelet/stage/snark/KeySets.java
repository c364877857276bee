package dev.provelet.stage.snark;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.snark.KeySetManifest;
import dev.provelet.contract.snark.KeySetManifest.KeyFile;
import dev.provelet.objectstore.ObjectStore;
import dev.provelet.objectstore.StoreUnavailableException;
import dev.provelet.stage.SnarkConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The key sets in the object store. A manifest is read once: its digest is its name, so that it
 * cannot become another.
 */
@Singleton
public final class KeySets {
  private static final int MAX_FILE = 1 << 20;

  private final ObjectStore store;
  private final SnarkConfig config;
  private final Map<Digest, KeySet> known = new ConcurrentHashMap<>();

  @Inject
  public KeySets(ObjectStore store, SnarkConfig config) {
    this.store = store;
    this.config = config;
  }

  /** The id of the key set that new proofs are made with. */
  public Optional<Digest> configured() {
    return config.keySet().map(Digest::parse);
  }

  /**
   * The key set that new proofs are made with; empty if there is none.
   *
   * @throws KeySetException if it is missing, damaged, or not safe to use
   * @throws StoreUnavailableException if the store cannot be asked
   */
  public Optional<KeySet> forNewProofs() throws KeySetException {
    Optional<Digest> id = configured();
    if (id.isEmpty()) {
      return Optional.empty();
    }
    KeySet keySet = read(id.get());
    // Again, since the store may have been away when the stage started.
    List<String> faults = SnarkSettings.check(config, keySet).faults();
    if (!faults.isEmpty()) {
      throw new KeySetException(String.join("; ", faults));
    }
    return Optional.of(keySet);
  }

  /**
   * A key set.
   *
   * @throws KeySetException if its manifest is missing or not what its id says
   * @throws StoreUnavailableException if the store cannot be asked
   */
  public KeySet read(Digest id) throws KeySetException {
    KeySet present = known.get(id);
    if (present != null) {
      return present;
    }
    ArtifactKey key = ArtifactKey.snarkKey(id, KeySetManifest.NAME);
    byte[] json = bytes(key, KeySetManifest.MAX_BYTES).orElseThrow(() -> missing(key));
    try {
      KeySet read = new KeySet(id, KeySetManifest.read(id, json), json.length);
      var _ = known.put(id, read);
      return read;
    } catch (IllegalArgumentException e) {
      throw new KeySetException(key + ": " + e.getMessage());
    }
  }

  /** The engine version that a key set is for, if it has been read. */
  public Optional<String> engineVersion(Digest id) {
    return Optional.ofNullable(known.get(id)).map(keySet -> keySet.manifest().engineVersion());
  }

  /** Whether a file of a key set lies in the store, for functions to pull. */
  public boolean has(KeySet keySet, String file, KeyFile expected) {
    return store
        .find(ArtifactKey.snarkKey(keySet.id(), file))
        .filter(object -> object.size() == expected.bytes())
        .isPresent();
  }

  /**
   * A small file of a key set, checked against the manifest; empty if the set has no such file.
   *
   * @throws KeySetException if it is missing in the store, or not what the manifest says
   */
  public Optional<byte[]> file(KeySet keySet, String name) throws KeySetException {
    Optional<KeyFile> expected = keySet.manifest().file(name);
    if (expected.isEmpty()) {
      return Optional.empty();
    }
    ArtifactKey key = ArtifactKey.snarkKey(keySet.id(), name);
    byte[] content = bytes(key, MAX_FILE).orElseThrow(() -> missing(key));
    if (!Digest.of(content).equals(expected.get().sha256())) {
      throw new KeySetException(
          key + " is not what the key set's manifest says: publish the key set again");
    }
    return Optional.of(content);
  }

  private static KeySetException missing(ArtifactKey key) {
    return new KeySetException(
        key
            + " is not in the object store: './provelet snark publish-keys' puts a key set there,"
            + " and prints its id");
  }

  private Optional<byte[]> bytes(ArtifactKey key, int most) throws KeySetException {
    try (InputStream content = store.open(key).orElse(null)) {
      if (content == null) {
        return Optional.empty();
      }
      byte[] bytes = content.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new KeySetException(key + " is larger than " + most + " bytes, and no such file");
      }
      return Optional.of(bytes);
    } catch (IOException e) {
      throw new StoreUnavailableException("the object store broke off", e);
    }
  }
}
