package dev.provelet.files.store;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.files.FileServerConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** An {@link ObjectStore} that speaks S3. */
@Singleton
class S3ObjectStore implements ObjectStore {
  private final S3Client s3;
  private final S3Presigner presigner;
  private final String bucket;

  @Inject
  S3ObjectStore(S3Client s3, FileServerConfig config) {
    this(s3, config.bucket(), config.presignEndpoint());
  }

  S3ObjectStore(S3Client s3, String bucket, Optional<URI> presignEndpoint) {
    this.s3 = s3;
    this.bucket = bucket;
    this.presigner = presigner(s3, presignEndpoint);
  }

  /** Same region and credentials as the client's, but possibly at an address that callers reach. */
  private static S3Presigner presigner(S3Client s3, Optional<URI> endpoint) {
    var client = s3.serviceClientConfiguration();
    var builder =
        S3Presigner.builder()
            .region(client.region())
            .credentialsProvider(client.credentialsProvider())
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build());
    endpoint.or(client::endpointOverride).ifPresent(builder::endpointOverride);
    return builder.build();
  }

  @Override
  public URI presignGet(ArtifactKey key, Duration validity) {
    return uri(
        presigner
            .presignGetObject(
                p ->
                    p.signatureDuration(validity)
                        .getObjectRequest(r -> r.bucket(bucket).key(key.value())))
            .url());
  }

  @Override
  public URI presignHead(ArtifactKey key, Duration validity) {
    return uri(
        presigner
            .presignHeadObject(
                p ->
                    p.signatureDuration(validity)
                        .headObjectRequest(r -> r.bucket(bucket).key(key.value())))
            .url());
  }

  @Override
  public URI presignPut(ArtifactKey key, Upload upload, Duration validity) {
    return uri(
        presigner
            .presignPutObject(p -> p.signatureDuration(validity).putObjectRequest(put(key, upload)))
            .url());
  }

  @Override
  public Optional<Found> find(ArtifactKey key) {
    return ifPresent(() -> found(s3.headObject(r -> r.bucket(bucket).key(key.value()))));
  }

  @Override
  public Optional<InputStream> open(ArtifactKey key, Span span) {
    String range = "bytes=" + span.first() + "-" + (span.first() + span.length() - 1);
    return ifPresent(() -> s3.getObject(r -> r.bucket(bucket).key(key.value()).range(range)));
  }

  @Override
  public Put putOnce(ArtifactKey key, Upload upload, InputStream from) {
    Content content = new Content(from, upload.size());
    try {
      s3.putObject(
          put(key, upload),
          RequestBody.fromContentProvider(content::attempt, upload.size(), MEDIA_TYPE));
      return Put.STORED;
    } catch (S3Exception e) {
      return refusedPut(e, key, upload);
    } catch (SdkException | IllegalStateException e) {
      // IllegalStateException: the client wanted to try again, with a stream that cannot.
      if (content.failure().isPresent()) {
        throw new ContentBrokeOffException(content.failure().get());
      }
      throw unavailable(e);
    }
  }

  private Put refusedPut(S3Exception e, ArtifactKey key, Upload upload) {
    if (e.statusCode() == 412) {
      return isEmptyAsWanted(key, upload) ? Put.STORED : Put.ALREADY_THERE;
    }
    if (e.statusCode() == 400 && upload.sha256().isPresent() && isDigestError(e)) {
      return Put.DIGEST_DIFFERS;
    }
    throw unavailable(e);
  }

  /** A client repeats a request whose answer it did not hear: what is there may be ours. */
  private boolean isEmptyAsWanted(ArtifactKey key, Upload upload) {
    return upload.size() == 0 && find(key).filter(found -> found.size() == 0).isPresent();
  }

  @Override
  public List<Listed> list(ArtifactKey.Prefix prefix) {
    try {
      return s3.listObjectsV2(r -> r.bucket(bucket).prefix(prefix.value())).contents().stream()
          .map(object -> new Listed(object.key().substring(prefix.value().length()), object.size()))
          .toList();
    } catch (SdkException e) {
      throw unavailable(e);
    }
  }

  @Override
  public void probe() {
    try {
      s3.headBucket(r -> r.bucket(bucket));
    } catch (SdkException e) {
      throw unavailable(e);
    }
  }

  private PutObjectRequest put(ArtifactKey key, Upload upload) {
    var request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key.value())
            .contentType(MEDIA_TYPE)
            .contentLength(upload.size())
            .ifNoneMatch("*");
    upload
        .sha256()
        .ifPresent(d -> request.checksumSHA256(Base64.getEncoder().encodeToString(d.bytes())));
    return request.build();
  }

  private static Found found(HeadObjectResponse head) {
    return new Found(
        head.contentLength(), head.eTag(), digest(head.metadata().get(SHA256_METADATA)));
  }

  private static Optional<Digest> digest(@Nullable String hex) {
    try {
      return Optional.ofNullable(hex).map(Digest::parse);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static <T> Optional<T> ifPresent(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        return Optional.empty();
      }
      throw unavailable(e);
    } catch (SdkException e) {
      throw unavailable(e);
    }
  }

  private static boolean isDigestError(S3Exception e) {
    String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
    return "BadDigest".equals(code) || "XAmzContentChecksumMismatch".equals(code);
  }

  private static StoreUnavailableException unavailable(RuntimeException e) {
    String how =
        e instanceof S3Exception s3 ? "it answered with status " + s3.statusCode() : "no answer";
    return new StoreUnavailableException("the object store is not available: " + how, e);
  }

  private static URI uri(URL url) {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a presigned URL is a URI", e);
    }
  }
}
