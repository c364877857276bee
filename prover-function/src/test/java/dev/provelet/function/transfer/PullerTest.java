package dev.provelet.function.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.Artifact;
import dev.provelet.function.cancel.CancellationToken;
import dev.provelet.function.cancel.CancelledException;
import dev.provelet.function.testing.FakeStore;
import dev.provelet.function.testing.FakeStore.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PullerTest {
  private static final long LIMIT = 1 << 20;

  @TempDir Path directory;

  private final FakeStore store = new FakeStore();
  private final CancellationToken cancellation = new CancellationToken();
  private final byte[] content = content();

  @AfterEach
  void tearDown() {
    store.close();
  }

  @Test
  void follows_the_redirect_and_keeps_what_it_pulled() throws IOException {
    assertThat(pulled(store.artifact("a", content))).isEqualTo(content);
    assertThat(store.requests()).containsExactly("GET a");
  }

  @Test
  void pulls_nothing_for_an_empty_object() throws IOException {
    Artifact empty = store.artifact("a", new byte[0]);

    assertThat(pulled(empty)).isEmpty();
    assertThat(store.requests()).isEmpty();
  }

  @Test
  void goes_on_where_a_broken_transfer_stopped() throws IOException {
    Artifact artifact = store.artifact("a", content);
    store.fail("a", new Fault.BreakAfter(70_000), new Fault.Status(503));

    assertThat(pulled(artifact)).isEqualTo(content);
    assertThat(store.requests()).hasSize(3).first().isEqualTo("GET a");
    assertThat(store.requests()).last().asString().startsWith("GET a bytes=");
  }

  @Test
  void starts_again_where_a_server_knows_no_ranges() throws IOException {
    Artifact artifact = store.artifact("a", content);
    store.fail("a", new Fault.BreakAfter(70_000), new Fault.IgnoreRange());

    assertThat(pulled(artifact)).isEqualTo(content);
  }

  @Test
  void pulls_a_damaged_transfer_once_more() throws IOException {
    Artifact artifact = store.artifact("a", content);
    store.fail("a", new Fault.FlipByte(5));

    assertThat(pulled(artifact)).isEqualTo(content);
    assertThat(store.requests()).containsExactly("GET a", "GET a");
  }

  @Test
  void names_an_object_that_is_altered() {
    Artifact artifact = store.artifact("a", content);
    byte[] altered = content.clone();
    altered[altered.length - 1] ^= 1;
    store.replace("a", altered);

    assertIsObjectsFault(artifact, "SHA-256");
    assertThat(store.requests()).containsExactly("GET a", "GET a");
  }

  @Test
  void names_an_object_that_is_too_short_or_too_long() {
    Artifact artifact = store.artifact("a", content);
    store.replace("a", new byte[content.length - 1]);
    assertIsObjectsFault(artifact, "size");

    store.replace("a", new byte[content.length + 1]);
    assertIsObjectsFault(artifact, "size");
  }

  @Test
  void names_an_object_that_is_missing() {
    Artifact artifact = store.artifact("a", content);
    store.remove("a");

    assertIsObjectsFault(artifact, "404");
    assertThat(store.requests()).hasSize(1);
  }

  @Test
  void refuses_an_object_above_the_limit_unasked() {
    Artifact artifact = new Artifact("a", store.url("a"), Digest.of(content), LIMIT + 1);

    assertIsObjectsFault(artifact, "1048576");
    assertThat(store.requests()).isEmpty();
  }

  @Test
  void blames_the_way_for_a_refused_capability() {
    Artifact artifact = store.artifact("a", content);
    store.fail("a", new Fault.Status(403));

    assertIsWaysFault(artifact, "expired");
    assertThat(store.requests()).hasSize(1);
  }

  @Test
  void gives_up_after_so_many_tries() {
    Artifact artifact = store.artifact("a", content);
    store.fail("a", new Fault.Status(500), new Fault.Status(503), new Fault.Status(429));

    assertIsWaysFault(artifact, "3 tries");
    assertThat(store.requests()).hasSize(3);
  }

  @Test
  void blames_the_way_where_nobody_listens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Artifact artifact =
        new Artifact("a", URI.create("http://127.0.0.1:" + port + "/a"), Digest.of(content), 1);

    assertIsWaysFault(artifact, "3 tries");
  }

  @Test
  void breaks_off_a_transfer_in_which_nothing_moves() throws IOException {
    // A server that takes connections and never answers.
    try (ServerSocket silent = new ServerSocket(0)) {
      URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/a");
      Artifact artifact = new Artifact("a", url, Digest.of(content), 1);

      assertIsWaysFault(artifact, "3 tries");
    }
  }

  @Test
  void goes_only_where_it_may() {
    Artifact artifact = store.artifact("a", content);
    Artifact file = new Artifact("a", URI.create("file:///etc/passwd"), Digest.of(content), 1);

    assertThatThrownBy(() -> pull(artifact, Set.of("elsewhere:80")))
        .isInstanceOf(TransferException.class)
        .hasMessageContaining("allowed-hosts")
        .hasMessageNotContaining("/c/a");
    assertIsWaysFault(file, "not an http or https one");
    assertThat(store.requests()).isEmpty();
  }

  @Test
  void stops_when_cancelled_in_the_middle() throws IOException {
    try (ServerSocket silent = new ServerSocket(0)) {
      URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/a");
      Artifact artifact = new Artifact("a", url, Digest.of(content), 1);
      CompletableFuture<Void> pull =
          CompletableFuture.runAsync(
              () -> puller(Set.of(), Duration.ofMinutes(5)).pull(artifact, file(), cancellation));
      silent.accept().close();

      cancellation.cancel("enough");

      assertThatThrownBy(pull::join).hasCauseInstanceOf(CancelledException.class);
    }
  }

  @Test
  void blames_the_disk_where_there_is_no_room_for_an_object() {
    // Given a device that takes nothing
    Artifact artifact = store.artifact("a", content);
    Path full = Path.of("/dev/full");

    // When, then: neither the object nor the way, and no second try
    assertThatThrownBy(
            () -> puller(Set.of(), Duration.ofSeconds(2)).pull(artifact, full, cancellation))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("No space left on device");
    assertThat(store.requests()).hasSize(1);
  }

  @Test
  void refuses_a_file_that_lost_what_was_written_to_it() {
    // Given a device that forgets
    Artifact artifact = store.artifact("a", content);

    assertThatThrownBy(
            () ->
                puller(Set.of(), Duration.ofSeconds(2))
                    .pull(artifact, Path.of("/dev/null"), cancellation))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("300000 bytes were written");
  }

  private byte[] pulled(Artifact artifact) throws IOException {
    return Files.readAllBytes(pull(artifact, Set.of(store.authority())));
  }

  private Path pull(Artifact artifact, Set<String> hosts) {
    Path file = file();
    puller(hosts, Duration.ofMillis(300)).pull(artifact, file, cancellation);
    return file;
  }

  private Path file() {
    return directory.resolve("f" + System.nanoTime());
  }

  private static UncheckedPuller puller(Set<String> hosts, Duration idle) {
    return (artifact, target, cancel) -> {
      try (ObjectHttp http = new ObjectHttp(Duration.ofSeconds(2), new AllowedHosts(hosts))) {
        new Puller(http, new Backoff(3, Duration.ofMillis(1)), idle)
            .pull(artifact, target, LIMIT, cancel);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  @FunctionalInterface
  private interface UncheckedPuller {
    void pull(Artifact artifact, Path target, CancellationToken cancellation);
  }

  private void assertIsObjectsFault(Artifact artifact, String words) {
    TransferException e =
        catchThrowableOfType(TransferException.class, () -> pull(artifact, Set.of()));
    assertThat(e).hasMessageContaining(words).hasMessageNotContaining("http://");
    assertThat(e.fault()).isEqualTo(TransferException.Fault.OBJECT);
    assertThat(e.artifact()).isEqualTo("a");
  }

  private void assertIsWaysFault(Artifact artifact, String words) {
    TransferException e =
        catchThrowableOfType(TransferException.class, () -> pull(artifact, Set.of()));
    assertThat(e).hasMessageContaining(words).hasMessageNotContaining("http://");
    assertThat(e.fault()).isEqualTo(TransferException.Fault.TRANSPORT);
    assertThat(e.artifact()).isNull();
  }

  private static byte[] content() {
    byte[] bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
