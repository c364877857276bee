package dev.provelet.stage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every object store does. */
abstract class ObjectStoreContract {
  private final ArtifactKey key = new ArtifactKey("contract/" + UUID.randomUUID());

  abstract ObjectStore store();

  /** Makes the store unreachable for what is left of the test. */
  abstract void cutOff();

  @Test
  void whatIsPutOnceIsThereWithItsDigest() throws IOException {
    // When
    boolean put = store().putOnce(key, bytes("first"), Digest.of(bytes("first")));
    // Then
    assertThat(put).isTrue();
    assertThat(content()).isEqualTo("first");
    assertThat(store().stat(key))
        .hasValueSatisfying(
            stat -> {
              assertThat(stat.size()).isEqualTo(5);
              assertThat(stat.sha256()).contains(Digest.of(bytes("first")));
            });
  }

  @Test
  void whatIsThereIsNotPutOnceAgain() throws IOException {
    // Given
    assertThat(store().putOnce(key, bytes("first"), Digest.of(bytes("first")))).isTrue();
    // When
    boolean again = store().putOnce(key, bytes("second"), Digest.of(bytes("second")));
    // Then
    assertThat(again).isFalse();
    assertThat(content()).isEqualTo("first");
  }

  @Test
  void theSameContentMayBePutOnceAgain() throws IOException {
    // Given
    assertThat(store().putOnce(key, bytes("first"), Digest.of(bytes("first")))).isTrue();
    // When
    boolean again = store().putOnce(key, bytes("first"), Digest.of(bytes("first")));
    // Then
    assertThat(again).isTrue();
    assertThat(content()).isEqualTo("first");
  }

  @Test
  void ofManyWhoPutOnceAtTheSameTimeOneSucceeds() throws Exception {
    // Given
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> puts =
          IntStream.range(0, 8)
              .mapToObj(
                  i ->
                      executor.submit(
                          () -> {
                            start.await();
                            return store()
                                .putOnce(key, bytes("by " + i), Digest.of(bytes("by " + i)));
                          }))
              .toList();
      // When
      start.countDown();
      int successes = 0;
      for (Future<Boolean> put : puts) {
        successes += put.get() ? 1 : 0;
      }
      // Then
      assertThat(successes).isOne();
    }
  }

  @Test
  void nothingIsAContentToo() throws IOException {
    assertThat(store().putOnce(key, new byte[0], Digest.of(new byte[0]))).isTrue();
    assertThat(content()).isEmpty();
  }

  @Test
  void whatIsNotWhatItShouldBeWhenItArrivesIsNotStored(@TempDir Path folder) throws IOException {
    Digest wanted = Digest.of(bytes("wanted"));
    Path file = Files.writeString(folder.resolve("content"), "arrived");

    assertThatThrownBy(() -> store().putOnce(key, bytes("arrived"), wanted))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> store().put(key, file, wanted, "application/json"))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(store().stat(key)).isEmpty();
  }

  @Test
  void putReplacesAndSaysTheType(@TempDir Path folder) throws IOException {
    // Given
    assertThat(store().putOnce(key, bytes("first"), Digest.of(bytes("first")))).isTrue();
    Path file = Files.writeString(folder.resolve("content"), "second");
    // When
    store().put(key, file, Digest.of(bytes("second")), "application/json");
    // Then
    assertThat(content()).isEqualTo("second");
    assertThat(store().stat(key))
        .hasValueSatisfying(stat -> assertThat(stat.sha256()).contains(Digest.of(bytes("second"))));
  }

  @Test
  void whatIsNotThereIsAbsentAndMayBeDeleted() throws IOException {
    store().delete(key);
    assertThat(store().stat(key)).isEmpty();
    assertThat(store().open(key)).isEmpty();
    assertThat(store().copyTo(key, new ByteArrayOutputStream())).isFalse();
  }

  @Test
  void whatIsDeletedIsGone() {
    // Given
    assertThat(store().putOnce(key, bytes("first"), Digest.of(bytes("first")))).isTrue();
    // When
    store().delete(key);
    // Then
    assertThat(store().stat(key)).isEmpty();
  }

  @Test
  void aStoreThatIsAwayIsSaidSo() {
    // When
    cutOff();
    // Then
    assertThatThrownBy(() -> store().stat(key)).isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> store().open(key)).isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> store().putOnce(key, new byte[1], Digest.of(new byte[1])))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> store().prepare()).isInstanceOf(StoreUnavailableException.class);
  }

  private String content() throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    assertThat(store().copyTo(key, content)).isTrue();
    return content.toString(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
