package dev.provelet.files.serve;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What of an object a request asks for (RFC 9110, section 14). */
sealed interface ByteRange {

  /** All of it. */
  record Whole() implements ByteRange {}

  /**
   * Bytes first to last, both included, within the object.
   *
   * @param first offset
   * @param last offset
   */
  record Part(long first, long last) implements ByteRange {}

  /** Nothing that the object has. */
  record Unsatisfiable() implements ByteRange {}

  /** Offsets of more digits lie beyond any object. */
  Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /**
   * Reads a Range header. Several ranges, another unit or a malformed header mean all of it, as the
   * standard allows.
   *
   * @param size of the object, in bytes
   */
  static ByteRange parse(@Nullable String header, long size) {
    Matcher range = SINGLE.matcher(header == null ? "" : header.strip());
    if (!range.matches()) {
      return new Whole();
    }
    String first = range.group(1);
    String last = range.group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? new Whole() : suffix(Long.parseLong(last), size);
    }
    long from = Long.parseLong(first);
    long to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
    if (to < from) {
      return new Whole();
    }
    return from >= size ? new Unsatisfiable() : new Part(from, Math.min(to, size - 1));
  }

  private static ByteRange suffix(long length, long size) {
    return length == 0 || size == 0
        ? new Unsatisfiable()
        : new Part(Math.max(0, size - length), size - 1);
  }
}
