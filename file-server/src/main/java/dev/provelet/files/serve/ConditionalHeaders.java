package dev.provelet.files.serve;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a request that are about entity tags (RFC 9110, section 13).
 *
 * @param ifMatch null: no condition
 * @param ifNoneMatch null: no condition
 * @param ifRange null: the range counts
 */
record ConditionalHeaders(
    @Nullable String ifMatch, @Nullable String ifNoneMatch, @Nullable String ifRange) {

  /** Whether If-Match rules this object out. */
  boolean fails(String etag) {
    return ifMatch != null && !anyOf(ifMatch, etag, false);
  }

  /** Whether the caller has this object already. */
  boolean notModified(String etag) {
    return ifNoneMatch != null && anyOf(ifNoneMatch, etag, true);
  }

  /** Whether a Range header counts. An If-Range with a date never does: we send none. */
  boolean rangeCounts(String etag) {
    return ifRange == null || ifRange.strip().equals(etag);
  }

  private static boolean anyOf(String header, String etag, boolean weak) {
    return header.strip().equals("*")
        || Arrays.stream(header.split(","))
            .map(String::strip)
            .map(tag -> weak && tag.startsWith("W/") ? tag.substring(2) : tag)
            .anyMatch(etag::equals);
  }
}
