package dev.provelet.contract.snark;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.FunctionJson;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a key set consists of: {@code manifest.json}. The SHA-256 of its exact bytes is the key
 * set's id, so that the id vouches for every file.
 *
 * @param version of the on-chain proof: of its circuits and of its contract
 * @param engineVersion whose final proofs it takes
 * @param files by name, the manifest excepted
 */
public record KeySetManifest(
    String version, String engineVersion, Setup setup, Map<String, KeyFile> files) {
  /** Its own name in a key set. */
  public static final String NAME = "manifest.json";

  /** More than any has, in bytes: bounds what is read. */
  public static final int MAX_BYTES = 64 << 10;

  public KeySetManifest {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }

  /**
   * Reads a manifest.
   *
   * @param id the key set's, against which the bytes are checked
   * @throws IllegalArgumentException with words for an operator
   */
  public static KeySetManifest read(Digest id, byte[] json) {
    Digest actual = Digest.of(json);
    if (!actual.equals(id)) {
      throw new IllegalArgumentException(
          "this %s has SHA-256 %s: it belongs to that key set, not to %s"
              .formatted(NAME, actual, id));
    }
    return FunctionJson.read(new String(json, StandardCharsets.UTF_8), KeySetManifest.class);
  }

  /** What a file of the set has to be; empty if the set has no such file. */
  public Optional<KeyFile> file(String name) {
    return Optional.ofNullable(files.get(name));
  }

  /**
   * A file of the set.
   *
   * @param bytes its size
   */
  public record KeyFile(long bytes, Digest sha256) {}
}
