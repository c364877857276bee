package dev.provelet.files.store;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The object store. Objects are put once and never change. Every operation that talks to the store
 * throws {@link StoreUnavailableException} if it does not answer as a store should; presigning does
 * not talk to it.
 */
public interface ObjectStore {

  /** The user metadata, written with a published object, that holds its SHA-256 in hex. */
  String SHA256_METADATA = "provelet-sha256";

  /** The media type of everything that is put through this server. */
  String MEDIA_TYPE = "application/octet-stream";

  /** A URL that anyone may GET, with Range, while it is valid. */
  URI presignGet(ArtifactKey key, Duration validity);

  /** A URL that anyone may HEAD while it is valid. */
  URI presignHead(ArtifactKey key, Duration validity);

  /**
   * A URL to which exactly this upload can be put, once. These headers are signed and so have to be
   * sent: {@code Content-Type: application/octet-stream}, {@code If-None-Match: *}, {@code
   * Content-Length} as in the upload and, if the upload has a digest, {@code
   * x-amz-checksum-sha256}.
   */
  URI presignPut(ArtifactKey key, Upload upload, Duration validity);

  /** What is known of an object without reading it. */
  Optional<Found> find(ArtifactKey key);

  /**
   * An object's bytes, to be closed by the caller; empty if there is no such object (any more).
   *
   * @param span within the object
   */
  Optional<InputStream> open(ArtifactKey key, Span span);

  /**
   * Stores an object that is not there yet, without holding it in memory.
   *
   * @param content as many bytes as the upload says
   * @throws ContentBrokeOffException if there are fewer, or reading them fails; nothing is stored
   */
  Put putOnce(ArtifactKey key, Upload upload, InputStream content);

  /** The objects whose keys start with a prefix, at most 1000. */
  List<Listed> list(ArtifactKey.Prefix prefix);

  /** Returns if the store and its bucket are there. */
  void probe();

  /**
   * @param size in bytes
   * @param etag the store's own, quoted
   * @param sha256 of the content, as whoever put the object said
   */
  record Found(long size, String etag, Optional<Digest> sha256) {}

  /**
   * @param name what follows the prefix
   * @param size in bytes
   */
  record Listed(String name, long size) {}

  /**
   * A part of an object.
   *
   * @param first offset of the first byte
   * @param length in bytes
   */
  record Span(long first, long length) {}

  /**
   * What is about to be put.
   *
   * @param size in bytes
   * @param sha256 of the content, if the caller says it: then the store holds it to that
   */
  record Upload(long size, Optional<Digest> sha256) {}

  /** How a {@link #putOnce} ended. */
  enum Put {
    STORED,
    /** An object of that name is there; it stays as it is. An empty one is as good as stored. */
    ALREADY_THERE,
    /** The store found another digest than the upload's. */
    DIGEST_DIFFERS
  }
}
