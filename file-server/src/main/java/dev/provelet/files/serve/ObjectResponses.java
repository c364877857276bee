package dev.provelet.files.serve;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.files.problem.Problems;
import dev.provelet.objectstore.ObjectStore;
import dev.provelet.objectstore.ObjectStore.Range;
import dev.provelet.objectstore.ObjectStore.StoredObject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.io.InputStream;
import java.util.Base64;
import java.util.Optional;

/**
 * Answers GET and HEAD with an object's bytes, streamed from the store. The entity tag is the
 * content's SHA-256 where the store knows it. {@code Repr-Digest} (RFC 9530) is that of the whole
 * object; {@code Content-Digest} is sent where the whole object is the content.
 */
@Singleton
public class ObjectResponses {
  private final ObjectStore store;

  ObjectResponses(ObjectStore store) {
    this.store = store;
  }

  /** How an object is presented. */
  public record Presentation(String mediaType, String cacheControl) {}

  public Response get(ArtifactKey key, HttpHeaders headers, Presentation presentation) {
    Optional<StoredObject> found = store.find(key);
    if (found.isEmpty()) {
      return absent();
    }
    StoredObject object = found.get();
    String etag = etag(object);
    ConditionalHeaders conditions = conditions(headers);
    if (conditions.fails(etag)) {
      return Problems.response(
          Problems.ofStatus(
              Response.Status.PRECONDITION_FAILED, "the object is not the one in If-Match"));
    }
    if (conditions.notModified(etag)) {
      return describe(304, object, presentation).build();
    }
    String range = conditions.rangeCounts(etag) ? headers.getHeaderString("Range") : null;
    return switch (ByteRange.parse(range, object.size())) {
      case ByteRange.Whole _ -> whole(key, object, presentation);
      case ByteRange.Part(long first, long last) -> part(key, object, presentation, first, last);
      case ByteRange.Unsatisfiable _ ->
          Response.fromResponse(
                  Problems.response(
                      Problems.ofStatus(
                          Response.Status.REQUESTED_RANGE_NOT_SATISFIABLE,
                          "the object has " + object.size() + " bytes")))
              .header("Content-Range", "bytes */" + object.size())
              .build();
    };
  }

  public Response head(ArtifactKey key, HttpHeaders headers, Presentation presentation) {
    return store
        .find(key)
        .map(
            object ->
                conditions(headers).notModified(etag(object))
                    ? describe(304, object, presentation).build()
                    : describe(200, object, presentation)
                        .type(presentation.mediaType())
                        .header(HttpHeaders.CONTENT_LENGTH, object.size())
                        .build())
        .orElseGet(ObjectResponses::absent);
  }

  private Response whole(ArtifactKey key, StoredObject object, Presentation presentation) {
    ResponseBuilder builder = describe(200, object, presentation);
    object.sha256().ifPresent(sha256 -> builder.header("Content-Digest", digestField(sha256)));
    return content(key, builder, presentation, new Range(0, object.size()));
  }

  private Response part(
      ArtifactKey key, StoredObject object, Presentation presentation, long first, long last) {
    ResponseBuilder builder =
        describe(206, object, presentation)
            .header("Content-Range", "bytes " + first + "-" + last + "/" + object.size());
    return content(key, builder, presentation, new Range(first, last - first + 1));
  }

  private Response content(
      ArtifactKey key, ResponseBuilder builder, Presentation presentation, Range range) {
    // A range of no bytes cannot be asked for.
    Optional<InputStream> content =
        range.length() == 0 ? Optional.of(InputStream.nullInputStream()) : store.open(key, range);
    return content
        .map(
            stream ->
                builder
                    .type(presentation.mediaType())
                    .header(HttpHeaders.CONTENT_LENGTH, range.length())
                    .entity(stream)
                    .build())
        .orElseGet(ObjectResponses::absent);
  }

  private static ResponseBuilder describe(
      int status, StoredObject object, Presentation presentation) {
    ResponseBuilder builder =
        Response.status(status)
            .header(HttpHeaders.ETAG, etag(object))
            .header("Accept-Ranges", "bytes")
            .header(HttpHeaders.CACHE_CONTROL, presentation.cacheControl());
    object.sha256().ifPresent(sha256 -> builder.header("Repr-Digest", digestField(sha256)));
    return builder;
  }

  private static Response absent() {
    return Problems.response(Problems.notFound("there is no such object"));
  }

  private static ConditionalHeaders conditions(HttpHeaders headers) {
    return new ConditionalHeaders(
        headers.getHeaderString(HttpHeaders.IF_MATCH),
        headers.getHeaderString(HttpHeaders.IF_NONE_MATCH),
        headers.getHeaderString("If-Range"));
  }

  private static String etag(StoredObject object) {
    return object.sha256().map(sha256 -> '"' + sha256.hex() + '"').orElse(object.etag());
  }

  private static String digestField(Digest sha256) {
    return "sha-256=:" + Base64.getEncoder().encodeToString(sha256.bytes()) + ":";
  }
}
