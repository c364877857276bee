package dev.provelet.files.capability;

import dev.provelet.objectstore.ObjectStore.Upload;
import dev.provelet.objectstore.PresignedUrls;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;

/**
 * Sends the caller to the store with a presigned URL that ends when the capability does, or sooner.
 * Whether the object exists is the store's to say.
 */
final class RedirectTransfer implements ObjectTransfer {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final PresignedUrls urls;
  private final Duration validity;

  RedirectTransfer(PresignedUrls urls, Duration validity) {
    this.urls = urls;
    this.validity = validity;
  }

  @Override
  public Response get(Grant grant, HttpHeaders headers) {
    return to(urls.get(grant.key(), validity(grant)));
  }

  @Override
  public Response head(Grant grant, HttpHeaders headers) {
    return to(urls.head(grant.key(), validity(grant)));
  }

  @Override
  public Response put(Grant grant, PutHeaders.Accepted put, InputStream content) {
    // Not the digest from Content-Digest: the caller would not send it in the header that is
    // signed.
    Upload upload = new Upload(put.size(), put.checksum());
    return to(urls.put(grant.key(), upload, validity(grant)));
  }

  private Duration validity(Grant grant) {
    Duration shorter = validity.compareTo(grant.remaining()) < 0 ? validity : grant.remaining();
    return shorter.compareTo(SHORTEST) < 0 ? SHORTEST : shorter;
  }

  private static Response to(URI presigned) {
    return Response.temporaryRedirect(presigned)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
