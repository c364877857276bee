package dev.provelet.contract.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.provelet.contract.function.FunctionJson;
import org.jspecify.annotations.Nullable;

/**
 * An error as every service answers it over HTTP (RFC 9457).
 *
 * @param type {@code urn:provelet:problem:} and a slug that programs can rely on
 * @param title the same for all problems of a type
 * @param status the HTTP status
 * @param detail what is wrong here, and what would be right
 * @param limit in bytes, where one was exceeded
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String type, String title, int status, String detail, @Nullable Long limit) {
  /** The media type of a problem as JSON. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String TYPE_PREFIX = "urn:provelet:problem:";

  /**
   * A problem without a limit.
   *
   * @param slug of the type
   */
  public static Problem of(String slug, String title, int status, String detail) {
    return new Problem(TYPE_PREFIX + slug, title, status, detail, null);
  }

  /** The same problem, which was that more than so many bytes were sent. */
  public Problem limitedTo(long bytes) {
    return new Problem(type, title, status, detail, bytes);
  }

  /** The body of the answer. */
  public String json() {
    return FunctionJson.write(this);
  }
}
