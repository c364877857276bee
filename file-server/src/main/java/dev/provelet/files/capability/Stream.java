package dev.provelet.files.capability;

import dev.provelet.files.problem.Problem;
import dev.provelet.files.serve.ObjectResponses;
import dev.provelet.files.serve.ObjectResponses.Presentation;
import dev.provelet.files.store.ObjectStore;
import dev.provelet.files.store.ObjectStore.Upload;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** Passes the bytes through, a buffer at a time. */
final class Stream implements Transfer {
  private static final Presentation PRIVATE =
      new Presentation(ObjectStore.MEDIA_TYPE, "private, no-store");

  private final ObjectStore store;
  private final ObjectResponses responses;

  Stream(ObjectStore store, ObjectResponses responses) {
    this.store = store;
    this.responses = responses;
  }

  @Override
  public Response get(Grant grant, HttpHeaders headers) {
    return responses.get(grant.key(), headers, PRIVATE);
  }

  @Override
  public Response head(Grant grant, HttpHeaders headers) {
    return responses.head(grant.key(), headers, PRIVATE);
  }

  @Override
  public Response put(Grant grant, PutTerms.Agreed terms, InputStream content) {
    // Saves pushing what would be refused at the end; the store has the last word.
    if (store.find(grant.key()).isPresent()) {
      return Problem.alreadyThere().response();
    }
    Upload upload = new Upload(terms.size(), terms.checksum().or(terms::contentDigest));
    return switch (store.putOnce(grant.key(), upload, content)) {
      case STORED -> Response.ok().build();
      case ALREADY_THERE -> Problem.alreadyThere().response();
      case DIGEST_DIFFERS ->
          Problem.malformed("the content's SHA-256 is not the one that was sent with it")
              .response();
    };
  }
}
