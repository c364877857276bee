package dev.provelet.files.problem;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.provelet.contract.function.FunctionJson;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;

/**
 * An RFC 9457 problem.
 *
 * @param type {@code urn:provelet:problem:} and a slug that programs can rely on
 * @param title the same for all problems of a type
 * @param detail what is wrong here, and what would be right
 */
public record Problem(String type, int status, String title, String detail) {
  private static final String MEDIA_TYPE = "application/problem+json";
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  public static Problem refused(String detail) {
    return new Problem("capability-refused", 403, "Not allowed", detail);
  }

  public static Problem malformed(String detail) {
    return new Problem("malformed-request", 400, "Malformed request", detail);
  }

  public static Problem notFound(String detail) {
    return new Problem("not-found", 404, "Not found", detail);
  }

  public static Problem lengthRequired() {
    return new Problem(
        "length-required", 411, "Length required", "a PUT says its size: send Content-Length");
  }

  public static Problem alreadyThere() {
    return new Problem(
        "already-there",
        412,
        "Already there",
        "an object of this name was put before; objects are put once");
  }

  public static Problem tooLarge(long size, long limit) {
    return new Problem(
        "too-large",
        413,
        "Too large",
        "the object has " + size + " bytes; at most " + limit + " may be put");
  }

  public static Problem wrongMediaType(String expected) {
    return new Problem(
        "wrong-media-type", 415, "Wrong media type", "send Content-Type: " + expected);
  }

  public static Problem preconditionRequired() {
    return new Problem(
        "precondition-required",
        428,
        "Precondition required",
        "objects are put once: send If-None-Match: *");
  }

  public static Problem storeUnavailable() {
    return new Problem(
        "store-unavailable",
        503,
        "Object store unavailable",
        "the object store does not answer; try again");
  }

  /** For a status that needs no words of its own. */
  public static Problem ofStatus(Response.StatusType status, String detail) {
    return new Problem(
        "http-" + status.getStatusCode(), status.getStatusCode(), status.getReasonPhrase(), detail);
  }

  public Problem {
    type = type.startsWith("urn:") ? type : "urn:provelet:problem:" + type;
  }

  /** Says when to try again if the problem is one that passes. */
  @JsonIgnore
  public Response response() {
    Response.ResponseBuilder builder =
        Response.status(status)
            .type(MEDIA_TYPE)
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .entity(FunctionJson.write(this));
    if (status == 503) {
      builder.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER.toSeconds());
    }
    return builder.build();
  }
}
