package dev.provelet.stage.store;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where objects lie. Every object that the stage puts carries its SHA-256 as user metadata {@code
 * provelet-sha256}. All methods throw {@link StoreUnavailableException} when the store does not do
 * its part.
 */
public interface ObjectStore {
  /** The user metadata, in hex, that the file server makes ETag and Content-Digest of. */
  String SHA256_METADATA = "provelet-sha256";

  /**
   * Stores unless an object with this key exists. What arrives at the store with another digest is
   * not stored.
   *
   * @return false if one exists with another content. One with the same is taken for ours: a client
   *     repeats a request by itself when it did not hear the answer.
   */
  boolean putOnce(ArtifactKey key, byte[] content, Digest sha256);

  /** Stores, replacing what is there, unless it arrives with another digest. */
  void put(ArtifactKey key, Path content, Digest sha256, String mediaType);

  /** Whether there is an object, and which. */
  Optional<Stat> stat(ArtifactKey key);

  /** The content; the caller closes it. Empty if there is no such object. */
  Optional<InputStream> open(ArtifactKey key);

  /** Removes; no object is no error. */
  void delete(ArtifactKey key);

  /** Makes sure that objects can be stored at all: a bucket, where the store has such. */
  void prepare();

  /**
   * Copies an object's content out.
   *
   * @return false if there is no such object
   */
  default boolean copyTo(ArtifactKey key, OutputStream to) throws IOException {
    Optional<InputStream> content = open(key);
    if (content.isEmpty()) {
      return false;
    }
    try (InputStream from = content.get()) {
      from.transferTo(to);
    }
    return true;
  }

  /**
   * @param size in bytes
   * @param sha256 as said by whoever stored it
   */
  record Stat(long size, Optional<Digest> sha256) {}
}
