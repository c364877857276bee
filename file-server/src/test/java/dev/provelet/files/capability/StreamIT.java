package dev.provelet.files.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.files.FileServerResource;
import dev.provelet.files.Http;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(StreamIT.Streaming.class)
@WithTestResource(FileServerResource.class)
class StreamIT extends CapabilityContract {

  public static final class Streaming implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("provelet.files.mode", "stream");
    }
  }

  @Test
  void the_bytes_come_from_this_server() {
    // Given
    putContent();
    // When
    HttpResponse<byte[]> got = Http.NOT_FOLLOWING.get(getUrl());
    // Then
    assertThat(got.statusCode()).isEqualTo(200);
    assertThat(got.body()).isEqualTo(CONTENT);
    assertThat(got.headers().firstValue("cache-control")).hasValue("private, no-store");
  }

  @Test
  void a_store_that_is_down_is_503_and_then_goes_on() {
    // Given
    putContent();
    store.cutOff();
    try {
      // When
      HttpResponse<byte[]> got = Http.FOLLOWING.get(getUrl());
      HttpResponse<byte[]> put = Http.FOLLOWING.put(putUrl("other.bin"), CONTENT);
      // Then
      assertThat(got.statusCode()).isEqualTo(503);
      assertThat(got.headers().firstValueAsLong("retry-after")).isPresent();
      assertThat(put.statusCode()).isEqualTo(503);
    } finally {
      store.reconnect();
    }
    assertThat(Http.FOLLOWING.get(getUrl()).body()).isEqualTo(CONTENT);
    assertThat(Http.FOLLOWING.put(putUrl("other.bin"), CONTENT).statusCode()).isEqualTo(200);
  }

  @Test
  void an_upload_that_breaks_off_leaves_nothing() throws IOException {
    // Given
    URI url = putUrl("proof.bin");
    String head =
        "PUT "
            + url.getPath()
            + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream\r\n"
            + "If-None-Match: *\r\nContent-Length: 1000\r\n\r\n";
    // When
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(CONTENT);
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    }
    // Then
    assertThat(Http.FOLLOWING.get(getUrl()).statusCode()).isEqualTo(404);
    putContent();
  }

  @Test
  void a_content_digest_is_held_to() {
    // Given
    String wrong = "sha-256=:" + sha256(new byte[1]) + ":";
    String right = "sha-512=:AAAA:, sha-256=:" + sha256(CONTENT) + ":";
    // When
    HttpResponse<byte[]> refused =
        Http.FOLLOWING.put(putUrl("proof.bin"), CONTENT, "Content-Digest", wrong);
    // Then
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(Http.FOLLOWING.get(getUrl()).statusCode()).isEqualTo(404);
    assertThat(
            Http.FOLLOWING.put(putUrl("proof.bin"), CONTENT, "Content-Digest", right).statusCode())
        .isEqualTo(200);
  }
}
