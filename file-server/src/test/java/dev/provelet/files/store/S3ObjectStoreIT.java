package dev.provelet.files.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.files.S3ProxyResource;
import dev.provelet.files.S3ProxyServer;
import dev.provelet.files.store.ObjectStore.Span;
import dev.provelet.files.store.ObjectStore.Upload;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

class S3ObjectStoreIT extends ObjectStoreContract {
  private static final String BUCKET = "contract";
  private static final S3ProxyServer SERVER = new S3ProxyServer();
  private static final S3Client S3 = S3ProxyResource.client(SERVER.endpoint());
  private static final ArtifactKey KEY =
      ArtifactKey.work(ProofId.random(), "split", 1).resolve("run.json");

  @BeforeAll
  static void start() {
    SERVER.start();
    S3.createBucket(r -> r.bucket(BUCKET));
  }

  @AfterAll
  static void stop() {
    S3.close();
    SERVER.close();
  }

  private static S3ObjectStore store(String bucket, Optional<URI> presignEndpoint) {
    return new S3ObjectStore(S3, bucket, presignEndpoint);
  }

  @Override
  ObjectStore store() {
    return store(BUCKET, Optional.empty());
  }

  @Override
  void publish(ArtifactKey key, byte[] content, String sha256Metadata) {
    S3ProxyResource.publish(S3, BUCKET, key, content, sha256Metadata);
  }

  @Test
  void presignedUrlsLeadToTheAddressThatCallersReach() {
    // When
    URI url =
        store(BUCKET, Optional.of(URI.create("https://objects.example:9000")))
            .presignGet(KEY, Duration.ofMinutes(1));
    // Then
    assertThat(url).hasScheme("https").hasHost("objects.example").hasPort(9000);
    assertThat(url).hasPath("/" + BUCKET + "/" + KEY);
  }

  @Test
  void theProbeMissesABucketThatIsNotThere() {
    assertThatCode(() -> store().probe()).doesNotThrowAnyException();
    assertThatThrownBy(() -> store("nosuchbucket", Optional.empty()).probe())
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void aStoreThatDoesNotAnswerIsUnavailable() {
    // Given
    S3ProxyServer nobody = new S3ProxyServer();
    try (S3Client s3 = S3ProxyResource.client(nobody.endpoint())) {
      S3ObjectStore store = new S3ObjectStore(s3, BUCKET, Optional.empty());
      Upload upload = new Upload(1, Optional.empty());
      // Then
      assertThatThrownBy(() -> store.find(KEY)).isInstanceOf(StoreUnavailableException.class);
      assertThatThrownBy(() -> store.open(KEY, new Span(0, 1)))
          .isInstanceOf(StoreUnavailableException.class);
      assertThatThrownBy(() -> store.list(KEY.prefix()))
          .isInstanceOf(StoreUnavailableException.class);
      assertThatThrownBy(() -> store.putOnce(KEY, upload, new ByteArrayInputStream(new byte[1])))
          .isInstanceOf(StoreUnavailableException.class);
      assertThatCode(() -> store.presignGet(KEY, Duration.ofMinutes(1))).doesNotThrowAnyException();
    }
  }
}
