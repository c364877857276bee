package dev.provelet.stage.store;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.stage.StageConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects in one bucket of an S3 server. */
@Singleton
public final class S3ObjectStore implements ObjectStore {
  private static final Logger LOG = Logger.getLogger(S3ObjectStore.class);
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;

  private final S3Client s3;
  private final String bucket;

  @Inject
  S3ObjectStore(S3Client s3, StageConfig config) {
    this(s3, config.bucket());
  }

  public S3ObjectStore(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  @Override
  public boolean putOnce(ArtifactKey key, byte[] content, Digest sha256) {
    return ask(
        () -> {
          try {
            s3.putObject(
                put ->
                    put.bucket(bucket)
                        .key(key.value())
                        .ifNoneMatch("*")
                        .contentType("application/octet-stream")
                        .checksumSHA256(base64(sha256))
                        .metadata(Map.of(SHA256_METADATA, sha256.hex())),
                RequestBody.fromBytes(content));
            return true;
          } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
              return holds(key, content.length, sha256);
            }
            throw e;
          }
        });
  }

  /** The store takes only what has this digest when it arrives. */
  private static String base64(Digest sha256) {
    return Base64.getEncoder().encodeToString(sha256.bytes());
  }

  private boolean holds(ArtifactKey key, long size, Digest sha256) {
    return stat(key)
        .filter(stat -> stat.size() == size)
        .flatMap(Stat::sha256)
        .filter(sha256::equals)
        .isPresent();
  }

  @Override
  public void put(ArtifactKey key, Path content, Digest sha256, String mediaType) {
    var _ =
        ask(
            () ->
                s3.putObject(
                    put ->
                        put.bucket(bucket)
                            .key(key.value())
                            .contentType(mediaType)
                            .checksumSHA256(base64(sha256))
                            .metadata(Map.of(SHA256_METADATA, sha256.hex())),
                    RequestBody.fromFile(content)));
  }

  @Override
  public Optional<Stat> stat(ArtifactKey key) {
    return ask(
        () -> {
          try {
            HeadObjectResponse head = s3.headObject(h -> h.bucket(bucket).key(key.value()));
            return Optional.of(
                new Stat(
                    head.contentLength(),
                    Optional.ofNullable(head.metadata().get(SHA256_METADATA)).map(Digest::parse)));
          } catch (S3Exception e) {
            return absent(e);
          }
        });
  }

  @Override
  public Optional<InputStream> open(ArtifactKey key) {
    return ask(
        () -> {
          try {
            return Optional.of(s3.getObject(get -> get.bucket(bucket).key(key.value())));
          } catch (S3Exception e) {
            return absent(e);
          }
        });
  }

  @Override
  public void delete(ArtifactKey key) {
    var _ = ask(() -> s3.deleteObject(delete -> delete.bucket(bucket).key(key.value())));
  }

  @Override
  public void prepare() {
    var _ =
        ask(
            () -> {
              try {
                return s3.headBucket(head -> head.bucket(bucket)).sdkHttpResponse().isSuccessful();
              } catch (S3Exception e) {
                return create(e);
              }
            });
  }

  private boolean create(S3Exception missing) {
    if (missing.statusCode() != NOT_FOUND) {
      throw missing;
    }
    try {
      s3.createBucket(create -> create.bucket(bucket));
    } catch (BucketAlreadyOwnedByYouException | BucketAlreadyExistsException e) {
      LOG.debugf("another instance was faster: %s", e.getMessage());
    }
    return true;
  }

  private static <T> Optional<T> absent(S3Exception e) {
    if (e instanceof NoSuchKeyException || e.statusCode() == NOT_FOUND) {
      return Optional.empty();
    }
    throw e;
  }

  private static <T> T ask(Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      throw new StoreUnavailableException(e);
    }
  }
}
