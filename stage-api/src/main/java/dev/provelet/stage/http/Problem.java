package dev.provelet.stage.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 has it.
 *
 * @param type {@code urn:provelet:problem:} and a slug that does not change
 * @param detail what is wrong and what would be right
 * @param limit in bytes, where one was exceeded
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String type, String title, int status, String detail, @Nullable Long limit) {
  static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");
  static final String TYPE_PREFIX = "urn:provelet:problem:";
  private static final String RETRY_AFTER_SECONDS = "5";

  static Problem of(String slug, String title, int status, String detail) {
    return new Problem(TYPE_PREFIX + slug, title, status, detail, null);
  }

  Problem limitedTo(long bytes) {
    return new Problem(type, title, status, detail, bytes);
  }

  Response response() {
    Response.ResponseBuilder response = Response.status(status).type(MEDIA_TYPE).entity(this);
    return status == Response.Status.SERVICE_UNAVAILABLE.getStatusCode()
        ? response.header("Retry-After", RETRY_AFTER_SECONDS).build()
        : response.build();
  }
}
