package dev.provelet.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.objectstore.ObjectStore.Listed;
import dev.provelet.objectstore.ObjectStore.PutOutcome;
import dev.provelet.objectstore.ObjectStore.Range;
import dev.provelet.objectstore.ObjectStore.StoredObject;
import dev.provelet.objectstore.ObjectStore.Upload;
import dev.provelet.objectstore.testing.BrokenInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every object store does, the one in memory included. */
abstract class ObjectStoreContract {
  static final byte[] CONTENT = bytes("0123456789");

  final ArtifactKey.Prefix prefix = ArtifactKey.work(ProofId.random(), "split", 1);
  final ArtifactKey key = prefix.resolve("segment-0.bin");

  abstract ObjectStore store();

  /** Makes the store unreachable for what is left of the test. */
  abstract void cutOff();

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Upload upload(byte[] content) {
    return new Upload(content.length, Optional.empty());
  }

  private PutOutcome put(byte[] content) {
    return store().putOnce(key, content, Digest.of(content));
  }

  private PutOutcome stream(byte[] content) {
    return store().putOnce(key, upload(content), new ByteArrayInputStream(content));
  }

  private byte[] read() throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    assertThat(store().copyTo(key, content)).isTrue();
    return content.toByteArray();
  }

  private byte[] read(Range range) throws IOException {
    try (InputStream stream = store().open(key, range).orElseThrow()) {
      return stream.readAllBytes();
    }
  }

  @Test
  void an_object_that_was_put_is_found_with_its_size_and_digest() throws IOException {
    // When
    PutOutcome outcome = put(CONTENT);
    // Then
    assertThat(outcome).isEqualTo(PutOutcome.STORED);
    assertThat(read()).isEqualTo(CONTENT);
    assertThat(store().find(key))
        .hasValueSatisfying(
            object -> {
              assertThat(object.size()).isEqualTo(CONTENT.length);
              assertThat(object.sha256()).contains(Digest.of(CONTENT));
            });
  }

  @Test
  void a_streamed_object_is_found_and_read_in_parts() throws IOException {
    // When
    PutOutcome outcome = stream(CONTENT);
    // Then
    assertThat(outcome).isEqualTo(PutOutcome.STORED);
    assertThat(store().find(key)).map(StoredObject::size).hasValue(10L);
    assertThat(store().find(key).flatMap(StoredObject::sha256)).isEmpty();
    assertThat(read(new Range(0, 10))).isEqualTo(CONTENT);
    assertThat(read(new Range(3, 2))).asString().isEqualTo("34");
  }

  @Test
  void a_streamed_object_whose_digest_is_known_carries_it() {
    // Given
    Upload upload = new Upload(CONTENT.length, Optional.of(Digest.of(CONTENT)));
    // When
    PutOutcome outcome = store().putOnce(key, upload, new ByteArrayInputStream(CONTENT));
    // Then
    assertThat(outcome).isEqualTo(PutOutcome.STORED);
    assertThat(store().find(key).flatMap(StoredObject::sha256)).contains(Digest.of(CONTENT));
  }

  @Test
  void more_than_the_upload_says_is_not_read() throws IOException {
    // When
    PutOutcome outcome = store().putOnce(key, upload(CONTENT), new ByteArrayInputStream(CONTENT));
    InputStream longer = new ByteArrayInputStream(bytes("0123456789 and more"));
    ArtifactKey other = prefix.resolve("segment-1.bin");
    assertThat(store().putOnce(other, upload(CONTENT), longer)).isEqualTo(outcome);
    // Then
    assertThat(store().find(other)).map(StoredObject::size).hasValue(10L);
    assertThat(longer.readAllBytes()).asString().isEqualTo(" and more");
  }

  @Test
  void an_object_that_is_not_there_is_not_found_and_may_be_deleted() throws IOException {
    store().delete(key);
    assertThat(store().find(key)).isEmpty();
    assertThat(store().open(key)).isEmpty();
    assertThat(store().open(key, new Range(0, 1))).isEmpty();
    assertThat(store().copyTo(key, OutputStream.nullOutputStream())).isFalse();
  }

  @Test
  void an_object_is_put_once() throws IOException {
    // Given
    assertThat(put(CONTENT)).isEqualTo(PutOutcome.STORED);
    // When, then
    assertThat(put(bytes("another"))).isEqualTo(PutOutcome.ALREADY_THERE);
    assertThat(stream(bytes("another"))).isEqualTo(PutOutcome.ALREADY_THERE);
    assertThat(read()).isEqualTo(CONTENT);
  }

  @Test
  void the_same_content_may_be_put_again() throws IOException {
    // Given
    assertThat(put(CONTENT)).isEqualTo(PutOutcome.STORED);
    // When, then
    assertThat(put(CONTENT)).isEqualTo(PutOutcome.STORED);
    assertThat(read()).isEqualTo(CONTENT);
  }

  @Test
  void an_empty_object_may_be_put_again_even_if_nobody_says_its_digest() throws IOException {
    assertThat(stream(new byte[0])).isEqualTo(PutOutcome.STORED);
    assertThat(stream(new byte[0])).isEqualTo(PutOutcome.STORED);
    assertThat(read()).isEmpty();
  }

  @Test
  void of_many_who_put_at_the_same_time_one_stores() throws Exception {
    assertThat(together(i -> put(bytes("by " + i)))).containsOnlyOnce(PutOutcome.STORED);
  }

  @Test
  void of_many_who_stream_at_the_same_time_one_stores() throws Exception {
    assertThat(together(i -> stream(new byte[100 + i]))).containsOnlyOnce(PutOutcome.STORED);
  }

  private static List<PutOutcome> together(IntFunction<PutOutcome> put) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<PutOutcome>> puts = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        int number = i;
        puts.add(
            executor.submit(
                () -> {
                  start.await();
                  return put.apply(number);
                }));
      }
      start.countDown();
    }
    List<PutOutcome> outcomes = new ArrayList<>();
    for (Future<PutOutcome> outcome : puts) {
      outcomes.add(outcome.get());
    }
    assertThat(outcomes).containsOnly(PutOutcome.STORED, PutOutcome.ALREADY_THERE);
    return outcomes;
  }

  @Test
  void content_with_another_digest_is_not_stored(@TempDir Path folder) throws IOException {
    // Given
    Digest other = Digest.of(bytes("other"));
    Path file = Files.write(folder.resolve("content"), CONTENT);
    Upload upload = new Upload(CONTENT.length, Optional.of(other));
    // When, then
    assertThat(store().putOnce(key, CONTENT, other)).isEqualTo(PutOutcome.DIGEST_DIFFERS);
    assertThat(store().putOnce(key, upload, new ByteArrayInputStream(CONTENT)))
        .isEqualTo(PutOutcome.DIGEST_DIFFERS);
    assertThatThrownBy(() -> store().replace(key, file, other, "application/json"))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(store().find(key)).isEmpty();
  }

  @Test
  void content_that_breaks_off_is_not_stored() {
    // Given
    Upload upload = new Upload(2L * CONTENT.length, Optional.empty());
    InputStream broken =
        new SequenceInputStream(new ByteArrayInputStream(CONTENT), new BrokenInputStream());
    // When, then
    assertThatThrownBy(() -> store().putOnce(key, upload, broken))
        .isInstanceOf(IncompleteContentException.class);
    assertThat(store().find(key)).isEmpty();
  }

  @Test
  void content_that_ends_early_is_not_stored() {
    // Given
    Upload upload = new Upload(2L * CONTENT.length, Optional.empty());
    // When, then
    assertThatThrownBy(() -> store().putOnce(key, upload, new ByteArrayInputStream(CONTENT)))
        .isInstanceOf(IncompleteContentException.class);
    assertThat(store().find(key)).isEmpty();
  }

  @Test
  void an_object_can_be_replaced(@TempDir Path folder) throws IOException {
    // Given
    assertThat(put(CONTENT)).isEqualTo(PutOutcome.STORED);
    Path file = Files.write(folder.resolve("content"), bytes("second"));
    // When
    store().replace(key, file, Digest.of(bytes("second")), "application/json");
    // Then
    assertThat(read()).asString().isEqualTo("second");
    assertThat(store().find(key).flatMap(StoredObject::sha256))
        .contains(Digest.of(bytes("second")));
  }

  @Test
  void an_object_that_was_deleted_is_gone() {
    // Given
    assertThat(put(CONTENT)).isEqualTo(PutOutcome.STORED);
    // When
    store().delete(key);
    // Then
    assertThat(store().find(key)).isEmpty();
  }

  @Test
  void the_objects_below_a_prefix_are_listed() {
    // Given
    put(CONTENT);
    ArtifactKey deeper = new ArtifactKey(prefix + "snark/proof.json");
    assertThat(store().putOnce(deeper, CONTENT, Digest.of(CONTENT))).isEqualTo(PutOutcome.STORED);
    // When, then
    assertThat(store().list(prefix))
        .containsExactlyInAnyOrder(
            new Listed("segment-0.bin", 10), new Listed("snark/proof.json", 10));
    assertThat(store().list(ArtifactKey.published(ProofId.random()))).isEmpty();
  }

  @Test
  void the_bucket_may_be_created_again() {
    store().createBucket();
    assertThatCode(() -> store().checkBucket()).doesNotThrowAnyException();
  }

  @Test
  void every_request_to_a_store_that_is_away_says_so(@TempDir Path folder) throws IOException {
    // Given
    Path file = Files.write(folder.resolve("content"), CONTENT);
    // When
    cutOff();
    // Then
    assertUnavailable(() -> store().find(key));
    assertUnavailable(() -> store().open(key));
    assertUnavailable(() -> store().open(key, new Range(0, 1)));
    assertUnavailable(() -> put(CONTENT));
    assertUnavailable(() -> stream(CONTENT));
    assertUnavailable(() -> store().replace(key, file, Digest.of(CONTENT), "text/plain"));
    assertUnavailable(() -> store().delete(key));
    assertUnavailable(() -> store().list(prefix));
    assertUnavailable(() -> store().createBucket());
    assertUnavailable(() -> store().checkBucket());
  }

  private static void assertUnavailable(Runnable request) {
    assertThatThrownBy(request::run).isInstanceOf(StoreUnavailableException.class);
  }
}
