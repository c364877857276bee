package dev.provelet.files.capability;

import dev.provelet.contract.api.Problem;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.files.problem.Problems;
import dev.provelet.objectstore.ObjectStore;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a PUT has to say before any byte is looked at. The same in both modes, because a store that
 * is redirected to insists on the same headers: they are part of the signature.
 */
sealed interface PutHeaders {
  /** The header that S3 itself uses, so that it survives a redirect. */
  String CHECKSUM = "x-amz-checksum-sha256";

  /** RFC 9530; of its algorithms the one that everything here is named by. */
  Pattern CONTENT_DIGEST = Pattern.compile("(?:^|,)\\s*sha-256=:([A-Za-z0-9+/=]{1,64}):");

  /**
   * @param size in bytes
   * @param checksum from the header that S3 has for it
   * @param contentDigest from Content-Digest, which S3 does not look at
   */
  record Accepted(long size, Optional<Digest> checksum, Optional<Digest> contentDigest)
      implements PutHeaders {}

  record Refused(Problem problem) implements PutHeaders {}

  /**
   * @param limit the largest size, in bytes
   */
  static PutHeaders of(HttpHeaders headers, long limit) {
    if (!"*".equals(headers.getHeaderString(HttpHeaders.IF_NONE_MATCH))) {
      return new Refused(Problems.preconditionRequired());
    }
    if (!ObjectStore.MEDIA_TYPE.equals(headers.getHeaderString(HttpHeaders.CONTENT_TYPE))) {
      return new Refused(Problems.wrongMediaType(ObjectStore.MEDIA_TYPE));
    }
    String length = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    if (length == null || !length.matches("\\d{1,18}")) {
      return new Refused(Problems.lengthRequired());
    }
    long size = Long.parseLong(length);
    if (size > limit) {
      return new Refused(Problems.tooLarge(size, limit));
    }
    return digests(size, headers);
  }

  private static PutHeaders digests(long size, HttpHeaders headers) {
    Optional<Digest> checksum;
    Optional<Digest> contentDigest;
    try {
      checksum = Optional.ofNullable(headers.getHeaderString(CHECKSUM)).map(PutHeaders::digest);
      contentDigest =
          Optional.ofNullable(headers.getHeaderString("Content-Digest"))
              .map(CONTENT_DIGEST::matcher)
              .filter(Matcher::find)
              .map(found -> digest(found.group(1)));
    } catch (IllegalArgumentException _) {
      return new Refused(
          Problems.malformed(
              CHECKSUM + " and Content-Digest: the Base64 of the 32 bytes of a SHA-256"));
    }
    if (checksum.isPresent() && contentDigest.isPresent() && !checksum.equals(contentDigest)) {
      return new Refused(Problems.malformed(CHECKSUM + " and Content-Digest differ"));
    }
    return new Accepted(size, checksum, contentDigest);
  }

  private static Digest digest(String base64) {
    return Digest.ofHash(Base64.getDecoder().decode(base64));
  }
}
