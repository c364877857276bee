package dev.provelet.objectstore;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** An {@link ObjectStore} that is one bucket of an S3 server. */
public final class S3ObjectStore implements ObjectStore {
  /** The user metadata that holds an object's SHA-256, in hex. */
  static final String SHA256_METADATA = "provelet-sha256";

  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;

  private final S3Client s3;
  private final String bucket;

  public S3ObjectStore(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  @Override
  public Optional<StoredObject> find(ArtifactKey key) {
    return ifPresent(() -> stored(s3.headObject(r -> r.bucket(bucket).key(key.value()))));
  }

  @Override
  public Optional<InputStream> open(ArtifactKey key) {
    return ifPresent(() -> s3.getObject(r -> r.bucket(bucket).key(key.value())));
  }

  @Override
  public Optional<InputStream> open(ArtifactKey key, Range range) {
    String bytes = "bytes=" + range.first() + "-" + (range.first() + range.length() - 1);
    return ifPresent(() -> s3.getObject(r -> r.bucket(bucket).key(key.value()).range(bytes)));
  }

  @Override
  public PutOutcome putOnce(ArtifactKey key, byte[] content, Digest sha256) {
    Upload upload = new Upload(content.length, Optional.of(sha256));
    try {
      return StaleConnections.outlast(() -> put(key, upload, RequestBody.fromBytes(content)));
    } catch (SdkException e) {
      throw unavailable(e);
    }
  }

  @Override
  public PutOutcome putOnce(ArtifactKey key, Upload upload, InputStream from) {
    UploadStream content = new UploadStream(from, upload.size());
    try {
      return put(
          key,
          upload,
          RequestBody.fromContentProvider(content::attempt, upload.size(), MEDIA_TYPE));
    } catch (SdkException | IllegalStateException e) {
      // IllegalStateException: the client tried again after it had read a part of the stream.
      if (content.failure().isPresent()) {
        throw new IncompleteContentException(content.failure().get());
      }
      throw unavailable(e);
    }
  }

  private PutOutcome put(ArtifactKey key, Upload upload, RequestBody body) {
    PutObjectRequest.Builder request = putOnce(bucket, key, upload);
    upload.sha256().ifPresent(digest -> request.metadata(metadata(digest)));
    try {
      s3.putObject(request.build(), body);
      return PutOutcome.STORED;
    } catch (S3Exception e) {
      return refusedPut(e, key, upload);
    }
  }

  private PutOutcome refusedPut(S3Exception e, ArtifactKey key, Upload upload) {
    if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
      Optional<StoredObject> there = find(key);
      if (e.statusCode() == CONFLICT && there.isEmpty()) {
        // Another upload has not ended yet, and may still fail.
        throw unavailable(e);
      }
      return there.filter(object -> hasContentOf(upload, object)).isPresent()
          ? PutOutcome.STORED
          : PutOutcome.ALREADY_THERE;
    }
    if (isDigestError(e, upload)) {
      return PutOutcome.DIGEST_DIFFERS;
    }
    throw e;
  }

  private static boolean hasContentOf(Upload upload, StoredObject object) {
    boolean sameDigest = upload.sha256().isPresent() && upload.sha256().equals(object.sha256());
    return object.size() == upload.size() && (sameDigest || upload.size() == 0);
  }

  private static boolean isDigestError(S3Exception e, Upload upload) {
    String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
    return e.statusCode() == BAD_REQUEST
        && upload.sha256().isPresent()
        && ("BadDigest".equals(code) || "XAmzContentChecksumMismatch".equals(code));
  }

  @Override
  public void replace(ArtifactKey key, Path content, Digest sha256, String mediaType) {
    var _ =
        ask(
            () ->
                s3.putObject(
                    put ->
                        put.bucket(bucket)
                            .key(key.value())
                            .contentType(mediaType)
                            .checksumSHA256(base64(sha256))
                            .metadata(metadata(sha256)),
                    RequestBody.fromFile(content)));
  }

  @Override
  public void delete(ArtifactKey key) {
    var _ = ask(() -> s3.deleteObject(delete -> delete.bucket(bucket).key(key.value())));
  }

  @Override
  public List<Listed> list(ArtifactKey.Prefix prefix) {
    return ask(() -> s3.listObjectsV2(r -> r.bucket(bucket).prefix(prefix.value())))
        .contents()
        .stream()
        .map(object -> new Listed(object.key().substring(prefix.value().length()), object.size()))
        .toList();
  }

  @Override
  public void createBucket() {
    if (ifPresent(() -> s3.headBucket(head -> head.bucket(bucket))).isPresent()) {
      return;
    }
    try {
      s3.createBucket(create -> create.bucket(bucket));
    } catch (BucketAlreadyOwnedByYouException | BucketAlreadyExistsException e) {
      // Another process was faster.
    } catch (SdkException e) {
      throw unavailable(e);
    }
  }

  @Override
  public void checkBucket() {
    var _ = ask(() -> s3.headBucket(head -> head.bucket(bucket)));
  }

  /** The request that stores an object that is not there yet. */
  static PutObjectRequest.Builder putOnce(String bucket, ArtifactKey key, Upload upload) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key.value())
            .contentType(MEDIA_TYPE)
            .contentLength(upload.size())
            .ifNoneMatch("*");
    upload.sha256().ifPresent(digest -> request.checksumSHA256(base64(digest)));
    return request;
  }

  private static Map<String, String> metadata(Digest sha256) {
    return Map.of(SHA256_METADATA, sha256.hex());
  }

  private static String base64(Digest sha256) {
    return Base64.getEncoder().encodeToString(sha256.bytes());
  }

  private static StoredObject stored(HeadObjectResponse head) {
    return new StoredObject(
        head.contentLength(), head.eTag(), digest(head.metadata().get(SHA256_METADATA)));
  }

  private static Optional<Digest> digest(@Nullable String hex) {
    try {
      return Optional.ofNullable(hex).map(Digest::parse);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static <T> T ask(Supplier<T> request) {
    try {
      return StaleConnections.outlast(request);
    } catch (SdkException e) {
      throw unavailable(e);
    }
  }

  private static <T> Optional<T> ifPresent(Supplier<T> request) {
    try {
      return Optional.of(StaleConnections.outlast(request));
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw unavailable(e);
    } catch (SdkException e) {
      throw unavailable(e);
    }
  }

  private static StoreUnavailableException unavailable(RuntimeException e) {
    String how =
        e instanceof S3Exception answer
            ? "it answered with status " + answer.statusCode()
            : "no answer";
    return new StoreUnavailableException("the object store is not available: " + how, e);
  }
}
