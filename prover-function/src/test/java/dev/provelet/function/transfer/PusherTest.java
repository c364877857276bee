package dev.provelet.function.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.FunctionEvent.Output;
import dev.provelet.function.cancel.CancellationToken;
import dev.provelet.function.testing.FakeStore;
import dev.provelet.function.testing.FakeStore.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PusherTest {
  @TempDir Path directory;

  private final FakeStore store = new FakeStore();
  private final ObjectHttp http = new ObjectHttp(Duration.ofSeconds(2), new AllowedHosts(Set.of()));
  private final Pusher pusher =
      new Pusher(http, new Backoff(3, Duration.ofMillis(1)), Duration.ofSeconds(5));

  @AfterEach
  void tearDown() {
    http.close();
    store.close();
  }

  @Test
  void puts_an_object_with_the_headers_that_the_presigned_url_demands() throws IOException {
    byte[] content = {1, 2, 3};

    Output output = push(Payload.of(content));

    assertThat(output).isEqualTo(new Output("p.bin", Digest.of(content), 3));
    assertThat(store.object("out/p.bin")).isEqualTo(content);
  }

  @Test
  void puts_a_large_file_and_an_empty_object() throws IOException {
    byte[] content = new byte[3_000_000];
    Path file = Files.write(directory.resolve("f"), content);

    push(Payload.of(file, Digest.of(content), content.length));
    assertThat(store.object("out/p.bin")).isEqualTo(content);

    store.remove("out/p.bin");
    push(Payload.of(new byte[0]));
    assertThat(store.object("out/p.bin")).isEmpty();
  }

  @Test
  void does_not_replace_what_is_there() {
    store.replace("out/p.bin", new byte[] {9});

    assertThatThrownBy(() -> push(Payload.of(new byte[] {1})))
        .isInstanceOf(TransferException.class)
        .hasMessageContaining("there already");
    assertThat(store.object("out/p.bin")).containsExactly(9);
  }

  @Test
  void takes_a_refusal_after_a_lost_answer_for_success() throws IOException {
    store.fail("out/p.bin", new Fault.LoseAnswer());

    Output output = push(Payload.of(new byte[] {1}));

    assertThat(output.size()).isEqualTo(1);
    assertThat(store.requests()).containsExactly("PUT out/p.bin", "PUT out/p.bin");
  }

  @Test
  void tries_again_when_the_store_is_down() throws IOException {
    store.fail("out/p.bin", new Fault.Status(503), new Fault.Status(500));

    push(Payload.of(new byte[] {1}));

    assertThat(store.object("out/p.bin")).containsExactly(1);
  }

  @Test
  void gives_up_after_so_many_tries() {
    store.fail("out/p.bin", new Fault.Status(503), new Fault.Status(503), new Fault.Status(503));

    assertThatThrownBy(() -> push(Payload.of(new byte[] {1})))
        .isInstanceOf(TransferException.class)
        .hasMessageContaining("3 tries")
        .hasMessageNotContaining("http://")
        .extracting(e -> ((TransferException) e).fault())
        .isEqualTo(TransferException.Fault.TRANSPORT);
  }

  @Test
  void does_not_insist_where_it_is_refused() {
    store.fail("out/p.bin", new Fault.Status(403));

    assertThatThrownBy(() -> push(Payload.of(new byte[] {1})))
        .isInstanceOf(TransferException.class)
        .hasMessageContaining("refused");
    assertThat(store.requests()).hasSize(1);
  }

  @Test
  void blames_the_disk_for_a_file_that_is_gone() {
    Payload gone = Payload.of(directory.resolve("gone"), Digest.of(new byte[] {1}), 1);

    assertThatThrownBy(() -> push(gone)).isInstanceOf(NoSuchFileException.class);
    assertThat(store.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "abd"})
  void blames_the_disk_for_a_file_that_is_no_longer_what_was_written(String now)
      throws IOException {
    // Given a file that was written as abc; the store refuses what has not the digest
    byte[] written = "abc".getBytes(StandardCharsets.UTF_8);
    Path file = Files.writeString(directory.resolve("f"), now);

    // When, then: not the way, which would be tried for ever
    assertThatThrownBy(() -> push(Payload.of(file, Digest.of(written), 3)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("3 bytes")
        .hasMessageContaining("no longer");
    assertThat(store.requests()).hasSize(1);
  }

  @Test
  void sends_a_large_body_only_to_where_the_redirect_leads() throws Exception {
    // Given a server that redirects as soon as it has read the head of a request
    try (ServerSocket redirecting = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      FutureTask<Integer> bodyBytes = new FutureTask<>(() -> redirect(redirecting.accept()));
      Thread.ofVirtual().start(bodyBytes);
      byte[] content = new byte[3_000_000];

      // When
      pusher.push(
          URI.create("http://127.0.0.1:" + redirecting.getLocalPort() + "/c/out/"),
          "p.bin",
          Payload.of(content),
          new CancellationToken());

      // Then
      assertThat(store.object("out/p.bin")).isEqualTo(content);
      assertThat(store.requests()).containsExactly("PUT out/p.bin");
      http.close();
      assertThat(bodyBytes.get(10, TimeUnit.SECONDS)).isZero();
    }
  }

  @Test
  void sends_the_body_unasked_to_a_server_that_never_says_continue() throws Exception {
    // Given
    byte[] content = new byte[100_000];
    Pusher impatient =
        new Pusher(http, new Backoff(2, Duration.ofMillis(1)), Duration.ofMillis(300));
    try (ServerSocket deaf = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
      FutureTask<byte[]> body =
          new FutureTask<>(
              () -> {
                try (Socket _ = deaf.accept()) {
                  return take(deaf.accept(), content.length);
                }
              });
      Thread.ofVirtual().start(body);

      // When
      impatient.push(
          URI.create("http://127.0.0.1:" + deaf.getLocalPort() + "/c/out/"),
          "p.bin",
          Payload.of(content),
          new CancellationToken());

      // Then
      assertThat(body.get(10, TimeUnit.SECONDS)).isEqualTo(content);
    }
  }

  private static byte[] take(Socket socket, int length) throws IOException {
    try (socket) {
      head(socket.getInputStream());
      byte[] body = socket.getInputStream().readNBytes(length);
      socket
          .getOutputStream()
          .write(
              "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return body;
    }
  }

  private static void head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
  }

  /** How many bytes came after the head. */
  private int redirect(Socket socket) throws IOException {
    int bytes = 0;
    try (socket) {
      InputStream in = socket.getInputStream();
      head(in);
      String location = "http://" + store.authority() + "/store/out/p.bin";
      String answer =
          "HTTP/1.1 307 Temporary Redirect\r\nContent-Length: 0\r\nLocation: " + location;
      socket.getOutputStream().write((answer + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      while (in.read() >= 0) {
        bytes++;
      }
    } catch (SocketException _) {
      // The client went away, as it may.
    }
    return bytes;
  }

  private Output push(Payload payload) throws IOException {
    return pusher.push(store.url("out/"), "p.bin", payload, new CancellationToken());
  }
}
