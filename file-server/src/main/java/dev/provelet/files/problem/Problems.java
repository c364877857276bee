package dev.provelet.files.problem;

import dev.provelet.contract.api.Problem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;

/** The problems that this server answers with. */
public final class Problems {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private Problems() {}

  public static Problem refused(String detail) {
    return Problem.of("capability-refused", "Not allowed", 403, detail);
  }

  public static Problem malformed(String detail) {
    return Problem.of("malformed-request", "Malformed request", 400, detail);
  }

  public static Problem notFound(String detail) {
    return Problem.of("not-found", "Not found", 404, detail);
  }

  public static Problem lengthRequired() {
    return Problem.of(
        "length-required", "Length required", 411, "a PUT says its size: send Content-Length");
  }

  public static Problem alreadyThere() {
    return Problem.of(
        "already-there",
        "Already there",
        412,
        "an object of this name was put before; objects are put once");
  }

  public static Problem tooLarge(long size, long limit) {
    return Problem.of(
            "too-large",
            "Too large",
            413,
            "the object has " + size + " bytes; at most " + limit + " may be put")
        .limitedTo(limit);
  }

  public static Problem wrongMediaType(String expected) {
    return Problem.of(
        "wrong-media-type", "Wrong media type", 415, "send Content-Type: " + expected);
  }

  public static Problem preconditionRequired() {
    return Problem.of(
        "precondition-required",
        "Precondition required",
        428,
        "objects are put once: send If-None-Match: *");
  }

  public static Problem storeUnavailable() {
    return Problem.of(
        "store-unavailable",
        "Object store unavailable",
        503,
        "the object store does not answer; try again");
  }

  /** For a status that needs no words of its own. */
  public static Problem ofStatus(Response.StatusType status, String detail) {
    return Problem.of(
        "http-" + status.getStatusCode(), status.getReasonPhrase(), status.getStatusCode(), detail);
  }

  /** The answer; it says when to try again if the problem is one that passes. */
  public static Response response(Problem problem) {
    Response.ResponseBuilder builder =
        Response.status(problem.status())
            .type(Problem.MEDIA_TYPE)
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .entity(problem.json());
    if (problem.status() == Response.Status.SERVICE_UNAVAILABLE.getStatusCode()) {
      builder.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER.toSeconds());
    }
    return builder.build();
  }
}
