package dev.provelet.objectstore;

import dev.provelet.contract.artifact.ArtifactKey;
import java.net.URI;
import java.time.Duration;

/**
 * URLs with which a caller without credentials reaches the object store itself. Making one does not
 * talk to the store.
 */
public interface PresignedUrls {

  /** A URL that anyone may GET, with Range, while it is valid. */
  URI get(ArtifactKey key, Duration validity);

  /** A URL that anyone may HEAD while it is valid. */
  URI head(ArtifactKey key, Duration validity);

  /**
   * A URL to which exactly this upload can be put, once. These headers are signed, so a caller has
   * to send them: {@code Content-Type: application/octet-stream}, {@code If-None-Match: *}, {@code
   * Content-Length} as in the upload and, if the upload has a digest, {@code
   * x-amz-checksum-sha256}.
   */
  URI put(ArtifactKey key, ObjectStore.Upload upload, Duration validity);
}
