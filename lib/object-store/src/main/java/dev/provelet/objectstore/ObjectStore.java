package dev.provelet.objectstore;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The object store. An object whose SHA-256 is known when it is put carries it as user metadata.
 * Every method throws {@link StoreUnavailableException} if the store does not answer as a store
 * should.
 */
public interface ObjectStore {

  /** The media type of objects that no client downloads directly. */
  String MEDIA_TYPE = "application/octet-stream";

  /** What is known of an object without reading it; empty if there is no such object. */
  Optional<StoredObject> find(ArtifactKey key);

  /** An object's bytes, to be closed by the caller; empty if there is no such object. */
  Optional<InputStream> open(ArtifactKey key);

  /**
   * A part of an object's bytes, to be closed by the caller; empty if there is no such object.
   *
   * @param range within the object
   */
  Optional<InputStream> open(ArtifactKey key, Range range);

  /**
   * Copies an object's bytes.
   *
   * @return false if there is no such object
   * @throws IOException if reading or writing fails
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
   * Stores an object that is not there yet.
   *
   * @param sha256 of the content; the store takes nothing else
   */
  PutOutcome putOnce(ArtifactKey key, byte[] content, Digest sha256);

  /**
   * Stores an object that is not there yet, without holding it in memory.
   *
   * @param content at least as many bytes as the upload says; more are not read
   * @throws IncompleteContentException if there are fewer, or reading them fails; nothing is stored
   */
  PutOutcome putOnce(ArtifactKey key, Upload upload, InputStream content);

  /**
   * Stores an object, replacing one that is there.
   *
   * @param sha256 of the content
   * @throws StoreUnavailableException also if other content arrives at the store; it is not stored
   */
  void replace(ArtifactKey key, Path content, Digest sha256, String mediaType);

  /** Removes an object. It is no error if there is none. */
  void delete(ArtifactKey key);

  /** The objects whose keys start with a prefix, at most 1000. */
  List<Listed> list(ArtifactKey.Prefix prefix);

  /** Creates the bucket unless it exists. */
  void createBucket();

  /** Returns if the store answers and has the bucket. */
  void checkBucket();

  /**
   * An object that is there.
   *
   * @param size in bytes
   * @param etag the store's own entity tag, quoted
   * @param sha256 of the content, as whoever put the object said
   */
  record StoredObject(long size, String etag, Optional<Digest> sha256) {}

  /**
   * An object in a list.
   *
   * @param name what follows the prefix
   * @param size in bytes
   */
  record Listed(String name, long size) {}

  /**
   * A part of an object.
   *
   * @param first offset of the first byte
   * @param length in bytes, at least 1
   */
  record Range(long first, long length) {}

  /**
   * What is about to be put.
   *
   * @param size in bytes
   * @param sha256 of the content, if it is known: then the store takes nothing else
   */
  record Upload(long size, Optional<Digest> sha256) {}

  /** How a {@link #putOnce} ended. */
  enum PutOutcome {
    /**
     * The object is there. So it is if it was there before with the same content: a client repeats
     * a request by itself when it has not received the answer.
     */
    STORED,
    /** Another object of that name is there; it stays as it is. */
    ALREADY_THERE,
    /** The store received content with another digest than the given one; nothing is stored. */
    DIGEST_DIFFERS
  }
}
