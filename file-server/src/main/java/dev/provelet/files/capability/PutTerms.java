package dev.provelet.files.capability;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.files.problem.Problem;
import dev.provelet.files.store.ObjectStore;
import dev.provelet.files.store.ObjectStore.Upload;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a PUT has to say before any byte is looked at. The same in both modes, because a store that
 * is redirected to insists on the same headers: they are part of the signature.
 */
sealed interface PutTerms {
  /** The header that S3 itself uses, so that it survives a redirect. */
  String CHECKSUM = "x-amz-checksum-sha256";

  record Agreed(Upload upload) implements PutTerms {}

  record Refused(Problem problem) implements PutTerms {}

  /**
   * @param limit the largest size, in bytes
   */
  static PutTerms of(HttpHeaders headers, long limit) {
    if (!"*".equals(headers.getHeaderString(HttpHeaders.IF_NONE_MATCH))) {
      return new Refused(Problem.preconditionRequired());
    }
    if (!ObjectStore.MEDIA_TYPE.equals(headers.getHeaderString(HttpHeaders.CONTENT_TYPE))) {
      return new Refused(Problem.wrongMediaType(ObjectStore.MEDIA_TYPE));
    }
    String length = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    if (length == null || !length.matches("\\d{1,18}")) {
      return new Refused(Problem.lengthRequired());
    }
    long size = Long.parseLong(length);
    if (size > limit) {
      return new Refused(Problem.tooLarge(size, limit));
    }
    try {
      return new Agreed(new Upload(size, digest(headers.getHeaderString(CHECKSUM))));
    } catch (IllegalArgumentException _) {
      return new Refused(
          Problem.malformed(CHECKSUM + " is the Base64 of the 32 bytes of a SHA-256"));
    }
  }

  private static Optional<Digest> digest(@Nullable String base64) {
    return Optional.ofNullable(base64).map(text -> Digest.ofHash(Base64.getDecoder().decode(text)));
  }
}
