package dev.provelet.stage.testing;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.FunctionJson;
import dev.provelet.contract.snark.KeyFiles;
import dev.provelet.contract.snark.KeySetManifest;
import dev.provelet.contract.snark.KeySetManifest.KeyFile;
import dev.provelet.contract.snark.Setup;
import dev.provelet.objectstore.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A key set whose files are texts. */
public final class FakeKeySet {
  /** Whose proofs the fake functions make. */
  public static final String ENGINE = "fake-1";

  private static final List<String> FILES =
      List.of(
          KeyFiles.STATIC_SRS,
          KeyFiles.WRAPPER_SRS,
          KeyFiles.ROOT_KEY,
          KeyFiles.CIRCUIT,
          KeyFiles.STATIC_KEY,
          KeyFiles.STATIC_LAYOUT,
          KeyFiles.WRAPPER_KEY,
          KeyFiles.WRAPPER_LAYOUT,
          KeyFiles.VERIFIER,
          KeyFiles.CONTRACT,
          KeyFiles.BYTECODE);

  private final byte[] manifest;

  private FakeKeySet(String engineVersion, Setup setup) {
    Map<String, KeyFile> files = new HashMap<>();
    for (String name : FILES) {
      files.put(name, new KeyFile(content(name).length, Digest.of(content(name))));
    }
    this.manifest =
        FunctionJson.write(new KeySetManifest("1", engineVersion, setup, files))
            .getBytes(StandardCharsets.UTF_8);
  }

  public static FakeKeySet of(Setup setup) {
    return new FakeKeySet(ENGINE, setup);
  }

  public static FakeKeySet of(String engineVersion) {
    return new FakeKeySet(engineVersion, Setup.CEREMONY);
  }

  public Digest id() {
    return Digest.of(manifest);
  }

  /** What a file of it has in it. */
  public static byte[] content(String name) {
    return (name.equals(KeyFiles.BYTECODE) ? "6001600155" : "content of " + name)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Puts all of it into the store. */
  public FakeKeySet putInto(ObjectStore store) {
    return putInto(store, FILES);
  }

  /** Puts its manifest and these files into the store. */
  public FakeKeySet putInto(ObjectStore store, List<String> files) {
    put(store, KeySetManifest.NAME, manifest);
    files.forEach(name -> put(store, name, content(name)));
    return this;
  }

  private void put(ObjectStore store, String name, byte[] content) {
    var _ = store.putOnce(ArtifactKey.snarkKey(id(), name), content, Digest.of(content));
  }
}
