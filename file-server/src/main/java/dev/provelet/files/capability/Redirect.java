package dev.provelet.files.capability;

import dev.provelet.files.store.ObjectStore;
import dev.provelet.files.store.ObjectStore.Upload;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;

/**
 * Sends the caller to the store with a presigned URL that ends when the capability does, or sooner.
 * Whether the object exists is the store's to say.
 */
final class Redirect implements Transfer {
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final ObjectStore store;
  private final Duration validity;

  Redirect(ObjectStore store, Duration validity) {
    this.store = store;
    this.validity = validity;
  }

  @Override
  public Response get(Grant grant, HttpHeaders headers) {
    return to(store.presignGet(grant.key(), validity(grant)));
  }

  @Override
  public Response head(Grant grant, HttpHeaders headers) {
    return to(store.presignHead(grant.key(), validity(grant)));
  }

  @Override
  public Response put(Grant grant, PutTerms.Agreed terms, InputStream content) {
    // Not the digest from Content-Digest: the caller would not send it in the header that is
    // signed.
    Upload upload = new Upload(terms.size(), terms.checksum());
    return to(store.presignPut(grant.key(), upload, validity(grant)));
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
