package dev.provelet.files.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.files.Http;
import dev.provelet.files.store.ObjectStore.Found;
import dev.provelet.files.store.ObjectStore.Listed;
import dev.provelet.files.store.ObjectStore.Put;
import dev.provelet.files.store.ObjectStore.Span;
import dev.provelet.files.store.ObjectStore.Upload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every object store must do; each adapter runs it against the real thing. */
abstract class ObjectStoreContract {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.UTF_8);

  private final ArtifactKey.Prefix prefix = ArtifactKey.work(ProofId.random(), "split", 1);
  private final ArtifactKey key = prefix.resolve("segment-0.bin");

  abstract ObjectStore store();

  /** Puts an object as a stage publishes it. */
  abstract void publish(ArtifactKey key, byte[] content, String sha256Metadata);

  private static Upload upload(byte[] content) {
    return new Upload(content.length, Optional.empty());
  }

  private Put put(byte[] content) {
    return store().putOnce(key, upload(content), new ByteArrayInputStream(content));
  }

  private byte[] read(Span span) throws IOException {
    try (InputStream stream = store().open(key, span).orElseThrow()) {
      return stream.readAllBytes();
    }
  }

  @Test
  void whatIsPutIsFoundAndRead() throws IOException {
    // When
    Put put = put(CONTENT);
    // Then
    assertThat(put).isEqualTo(Put.STORED);
    assertThat(store().find(key)).map(Found::size).hasValue(10L);
    assertThat(read(new Span(0, 10))).isEqualTo(CONTENT);
    assertThat(read(new Span(3, 2))).asString().isEqualTo("34");
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(store().find(key)).isEmpty();
    assertThat(store().open(key, new Span(0, 1))).isEmpty();
  }

  @Test
  void anObjectIsPutOnce() throws IOException {
    put(CONTENT);
    assertThat(put(new byte[3])).isEqualTo(Put.ALREADY_THERE);
    assertThat(read(new Span(0, 10))).isEqualTo(CONTENT);
  }

  @Test
  void ofSixteenWritersExactlyOneStores() throws Exception {
    // Given
    CountDownLatch together = new CountDownLatch(1);
    List<Future<Put>> puts = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        byte[] content = new byte[100 + i];
        puts.add(
            executor.submit(
                () -> {
                  together.await();
                  return put(content);
                }));
      }
      // When
      together.countDown();
    }
    // Then
    List<Put> outcomes = new ArrayList<>();
    for (Future<Put> put : puts) {
      outcomes.add(put.get());
    }
    assertThat(outcomes).containsOnlyOnce(Put.STORED);
    assertThat(outcomes).containsOnly(Put.STORED, Put.ALREADY_THERE);
  }

  @Test
  void contentWithAnotherDigestIsNotStored() {
    // Given
    Upload upload = new Upload(CONTENT.length, Optional.of(Digest.of(new byte[1])));
    // When
    Put put = store().putOnce(key, upload, new ByteArrayInputStream(CONTENT));
    // Then
    assertThat(put).isEqualTo(Put.DIGEST_DIFFERS);
    assertThat(store().find(key)).isEmpty();
  }

  @Test
  void contentThatBreaksOffIsNotStored() {
    // Given
    InputStream broken =
        new SequenceInputStream(new ByteArrayInputStream(CONTENT), new BrokenStream());
    // When
    Upload upload = new Upload(2L * CONTENT.length, Optional.empty());
    // Then
    assertThatThrownBy(() -> store().putOnce(key, upload, broken))
        .isInstanceOf(ContentBrokeOffException.class);
    assertThat(store().find(key)).isEmpty();
  }

  @Test
  void contentThatEndsEarlyIsNotStored() {
    // Given
    Upload upload = new Upload(2L * CONTENT.length, Optional.empty());
    // Then
    assertThatThrownBy(() -> store().putOnce(key, upload, new ByteArrayInputStream(CONTENT)))
        .isInstanceOf(ContentBrokeOffException.class);
    assertThat(store().find(key)).isEmpty();
  }

  @Test
  void aPresignedPutStoresOnceAndAPresignedGetReads() {
    // Given
    var put = store().presignPut(key, upload(CONTENT), MINUTE);
    // Then
    assertThat(Http.NOT_FOLLOWING.put(put, CONTENT).statusCode()).isEqualTo(200);
    assertThat(Http.NOT_FOLLOWING.put(put, CONTENT).statusCode()).isEqualTo(412);
    assertThat(Http.NOT_FOLLOWING.get(store().presignGet(key, MINUTE)).body()).isEqualTo(CONTENT);
    assertThat(
            Http.NOT_FOLLOWING
                .head(store().presignHead(key, MINUTE))
                .headers()
                .firstValueAsLong("content-length"))
        .hasValue(10);
  }

  @Test
  void theDigestThatAnObjectWasPublishedWithIsKnown() {
    // Given
    Digest digest = Digest.of(CONTENT);
    publish(key, CONTENT, digest.hex());
    // Then
    assertThat(store().find(key).flatMap(Found::sha256)).hasValue(digest);
  }

  @Test
  void aDigestThatIsNoneIsIgnored() {
    publish(key, CONTENT, "not a digest");
    assertThat(store().find(key).flatMap(Found::sha256)).isEmpty();
  }

  @Test
  void theObjectsBelowAPrefixAreListed() {
    // Given
    put(CONTENT);
    publish(new ArtifactKey(prefix + "snark/proof.json"), CONTENT, "");
    // Then
    assertThat(store().list(prefix))
        .containsExactlyInAnyOrder(
            new Listed("segment-0.bin", 10), new Listed("snark/proof.json", 10));
    assertThat(store().list(ArtifactKey.published(ProofId.random()))).isEmpty();
  }

  private static final class BrokenStream extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("broke off");
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return read();
    }
  }
}
