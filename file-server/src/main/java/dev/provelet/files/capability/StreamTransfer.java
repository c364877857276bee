package dev.provelet.files.capability;

import dev.provelet.files.problem.Problems;
import dev.provelet.files.serve.ObjectResponses;
import dev.provelet.files.serve.ObjectResponses.Presentation;
import dev.provelet.objectstore.ObjectStore;
import dev.provelet.objectstore.ObjectStore.Upload;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** Passes the bytes through, a buffer at a time. */
final class StreamTransfer implements ObjectTransfer {
  private static final Presentation PRIVATE =
      new Presentation(ObjectStore.MEDIA_TYPE, "private, no-store");

  private final ObjectStore store;
  private final ObjectResponses responses;

  StreamTransfer(ObjectStore store, ObjectResponses responses) {
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
  public Response put(Grant grant, PutHeaders.Accepted put, InputStream content) {
    // Saves pushing what would be refused at the end; the store has the last word.
    if (store.find(grant.key()).isPresent()) {
      return Problems.response(Problems.alreadyThere());
    }
    Upload upload = new Upload(put.size(), put.checksum().or(put::contentDigest));
    return switch (store.putOnce(grant.key(), upload, content)) {
      case STORED -> Response.ok().build();
      case ALREADY_THERE -> Problems.response(Problems.alreadyThere());
      case DIGEST_DIFFERS ->
          Problems.response(
              Problems.malformed("the content's SHA-256 is not the one that was sent with it"));
    };
  }
}
