package dev.provelet.files.download;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.contract.artifact.PublishedName;
import dev.provelet.files.FileServerResource;
import dev.provelet.files.Http;
import dev.provelet.objectstore.ObjectStore.PutOutcome;
import dev.provelet.objectstore.ObjectStore.Upload;
import dev.provelet.objectstore.testing.S3TestServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(FileServerResource.class)
class DownloadIT {
  private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.UTF_8);
  private static final String ETAG = '"' + Digest.of(CONTENT).hex() + '"';

  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init")
  URI base;

  // Set by FileServerResource.
  @SuppressWarnings("NullAway.Init")
  S3TestServer store;

  private final ProofId proof = ProofId.random();

  /** Puts an object as a stage publishes it. */
  private void publish(PublishedName name, byte[] content) {
    ArtifactKey key = ArtifactKey.published(proof, name);
    assertThat(store.store().putOnce(key, content, Digest.of(content)))
        .isEqualTo(PutOutcome.STORED);
  }

  private URI url(String name) {
    return base.resolve("/" + proof + "/" + name);
  }

  private static String header(HttpResponse<byte[]> response, String name) {
    return response.headers().firstValue(name).orElse("absent");
  }

  @ParameterizedTest
  @EnumSource
  void what_is_published_is_served_with_its_type_digest_and_tag(PublishedName name) {
    // Given
    publish(name, CONTENT);
    // When
    HttpResponse<byte[]> got = Http.FOLLOWING.get(url(name.path()));
    // Then
    assertThat(got.statusCode()).isEqualTo(200);
    assertThat(got.body()).isEqualTo(CONTENT);
    String digest =
        "sha-256=:" + Base64.getEncoder().encodeToString(Digest.of(CONTENT).bytes()) + ":";
    assertThat(header(got, "content-type")).isEqualTo(name.mediaType());
    assertThat(header(got, "content-length")).isEqualTo("10");
    assertThat(header(got, "etag")).isEqualTo(ETAG);
    assertThat(header(got, "content-digest")).isEqualTo(digest);
    assertThat(header(got, "repr-digest")).isEqualTo(digest);
    assertThat(header(got, "accept-ranges")).isEqualTo("bytes");
    assertThat(header(got, "cache-control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(header(got, "x-content-type-options")).isEqualTo("nosniff");
  }

  @Test
  void head_says_what_get_would_without_the_content() {
    // Given
    publish(PublishedName.PROOF, CONTENT);
    // When
    HttpResponse<byte[]> head = Http.FOLLOWING.head(url("proof.bin"));
    // Then
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(header(head, "content-length")).isEqualTo("10");
    assertThat(header(head, "content-type")).isEqualTo("application/octet-stream");
    assertThat(header(head, "etag")).isEqualTo(ETAG);
    assertThat(header(head, "repr-digest")).startsWith("sha-256=:");
    assertThat(Http.FOLLOWING.head(url("output.bin")).statusCode()).isEqualTo(404);
  }

  @Test
  void an_empty_file_is_served() {
    publish(PublishedName.OUTPUT, new byte[0]);
    HttpResponse<byte[]> got = Http.FOLLOWING.get(url("output.bin"));
    assertThat(got.statusCode()).isEqualTo(200);
    assertThat(header(got, "content-length")).isEqualTo("0");
  }

  @Test
  void a_file_of_many_buffers_arrives_whole() {
    byte[] content = new byte[5 << 20];
    new Random(1).nextBytes(content);
    publish(PublishedName.PROOF, content);
    assertThat(Http.FOLLOWING.get(url("proof.bin")).body()).isEqualTo(content);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bytes=0-3   | 0123   | bytes 0-3/10
          bytes=8-99  | 89     | bytes 8-9/10
          bytes=4-    | 456789 | bytes 4-9/10
          bytes=-2    | 89     | bytes 8-9/10
          """)
  void a_range_is_served(String range, String content, String contentRange) {
    // Given
    publish(PublishedName.PROOF, CONTENT);
    // When
    HttpResponse<byte[]> part = Http.FOLLOWING.get(url("proof.bin"), "Range", range);
    // Then
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(Http.text(part)).isEqualTo(content);
    assertThat(header(part, "content-range")).isEqualTo(contentRange);
    assertThat(header(part, "content-digest")).isEqualTo("absent");
    assertThat(header(part, "repr-digest")).startsWith("sha-256=:");
  }

  @Test
  void a_range_beyond_the_end_is_416() {
    publish(PublishedName.PROOF, CONTENT);
    HttpResponse<byte[]> got = Http.FOLLOWING.get(url("proof.bin"), "Range", "bytes=10-");
    assertThat(got.statusCode()).isEqualTo(416);
    assertThat(header(got, "content-range")).isEqualTo("bytes */10");
  }

  @Test
  void a_range_counts_only_if_the_object_is_still_the_same() {
    publish(PublishedName.PROOF, CONTENT);
    URI url = url("proof.bin");
    HttpResponse<byte[]> same = Http.FOLLOWING.get(url, "Range", "bytes=5-", "If-Range", ETAG);
    HttpResponse<byte[]> other =
        Http.FOLLOWING.get(url, "Range", "bytes=5-", "If-Range", "\"other\"");
    assertThat(same.statusCode()).isEqualTo(206);
    assertThat(other.statusCode()).isEqualTo(200);
    assertThat(other.body()).isEqualTo(CONTENT);
  }

  @Test
  void who_has_it_already_is_told_so() {
    publish(PublishedName.PROOF, CONTENT);
    HttpResponse<byte[]> got = Http.FOLLOWING.get(url("proof.bin"), "If-None-Match", ETAG);
    assertThat(got.statusCode()).isEqualTo(304);
    assertThat(got.body()).isEmpty();
    assertThat(header(got, "etag")).isEqualTo(ETAG);
    assertThat(Http.FOLLOWING.head(url("proof.bin"), "If-None-Match", "W/" + ETAG).statusCode())
        .isEqualTo(304);
    assertThat(Http.FOLLOWING.get(url("proof.bin"), "If-None-Match", "\"other\"").statusCode())
        .isEqualTo(200);
    assertThat(Http.FOLLOWING.get(url("proof.bin"), "If-Match", "\"other\"").statusCode())
        .isEqualTo(412);
  }

  @Test
  void an_object_published_without_a_digest_is_served_with_the_stores_tag() {
    // Given
    ArtifactKey key = ArtifactKey.published(proof, PublishedName.PROOF);
    Upload upload = new Upload(CONTENT.length, Optional.empty());
    assertThat(store.store().putOnce(key, upload, new ByteArrayInputStream(CONTENT)))
        .isEqualTo(PutOutcome.STORED);
    // When
    HttpResponse<byte[]> got = Http.FOLLOWING.get(url("proof.bin"));
    // Then
    assertThat(header(got, "content-digest")).isEqualTo("absent");
    assertThat(header(got, "etag")).matches("\"[^\"]+\"");
    assertThat(
            Http.FOLLOWING.get(url("proof.bin"), "If-None-Match", header(got, "etag")).statusCode())
        .isEqualTo(304);
  }

  @Test
  void the_files_of_a_proof_are_listed() throws Exception {
    // Given
    publish(PublishedName.PROOF, CONTENT);
    publish(PublishedName.WRAP_PUBLIC_VALUES, new byte[64]);
    // When
    HttpResponse<byte[]> list = Http.FOLLOWING.get(base.resolve("/" + proof));
    // Then
    assertThat(list.statusCode()).isEqualTo(200);
    List<Map<String, Object>> files =
        new ObjectMapper().readValue(list.body(), new TypeReference<>() {});
    assertThat(files)
        .containsExactlyInAnyOrder(
            Map.of(
                "name",
                "proof.bin",
                "size",
                10,
                "url",
                "https://files.test/" + proof + "/proof.bin"),
            Map.of(
                "name",
                "wrap/public_values.bin",
                "size",
                64,
                "url",
                "https://files.test/" + proof + "/wrap/public_values.bin"));
    assertThat(Http.FOLLOWING.get(base.resolve("/" + proof + "/")).statusCode()).isEqualTo(200);
  }

  @Test
  void an_unknown_proof_is_404() {
    HttpResponse<byte[]> file = Http.FOLLOWING.get(url("proof.bin"));
    assertThat(file.statusCode()).isEqualTo(404);
    assertThat(header(file, "content-type")).startsWith("application/problem+json");
    assertThat(Http.FOLLOWING.get(base.resolve("/" + proof)).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1-2-3-4-5", "notauuid", "c", "published"})
  void a_proof_id_that_is_no_uuid_is_400(String id) {
    HttpResponse<byte[]> got = Http.FOLLOWING.get(base.resolve("/" + id + "/proof.bin"));
    assertThat(got.statusCode()).isEqualTo(400);
    assertThat(Http.text(got)).contains("is no proof id: a UUID such as");
    assertThat(Http.FOLLOWING.get(base.resolve("/" + id)).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "input/stdin.bin",
        "proof.bin.bak",
        "PROOF.BIN",
        "wrap",
        "wrap/proof.bin",
        "index.html"
      })
  void a_name_that_is_not_published_is_404(String name) {
    publish(PublishedName.PROOF, CONTENT);
    assertThat(Http.FOLLOWING.get(url(name)).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../proofs/x/input/stdin.bin",
        "%2e%2e/proof.bin",
        "wrap%2fpublic_values.bin",
        "wrap//public_values.bin",
        "./proof.bin",
        "proof.bin/",
        "proof.bin%0d%0aX: y",
        "proof.bin;jsessionid=1",
      })
  void a_path_that_could_be_read_in_two_ways_is_400(String name) {
    publish(PublishedName.PROOF, CONTENT);
    String plain = base + proof.toString() + "/" + name.replace(" ", "%20");
    assertThat(Http.FOLLOWING.get(URI.create(plain)).statusCode()).isEqualTo(400);
  }

  @Test
  void a_header_beyond_the_limit_is_refused() {
    assertThat(Http.FOLLOWING.get(url("proof.bin"), "X-Long", "x".repeat(20_000)).statusCode())
        .isEqualTo(431);
    assertThat(Http.FOLLOWING.get(url("x".repeat(5_000))).statusCode()).isEqualTo(414);
  }

  @Test
  void pages_of_others_are_not_let_in() {
    publish(PublishedName.PROOF, CONTENT);
    HttpResponse<byte[]> got =
        Http.FOLLOWING.get(url("proof.bin"), "Origin", "https://elsewhere.example");
    assertThat(header(got, "access-control-allow-origin")).isEqualTo("absent");
  }

  @Test
  void while_the_store_is_down_downloads_are_503_and_the_server_is_not_ready() {
    // Given
    publish(PublishedName.PROOF, CONTENT);
    assertThat(Http.FOLLOWING.get(base.resolve("/q/health/ready")).statusCode()).isEqualTo(200);
    store.cutOff();
    try {
      // When
      HttpResponse<byte[]> got = Http.FOLLOWING.get(url("proof.bin"));
      HttpResponse<byte[]> ready = Http.FOLLOWING.get(base.resolve("/q/health/ready"));
      // Then
      assertThat(got.statusCode()).isEqualTo(503);
      assertThat(header(got, "retry-after")).isEqualTo("2");
      assertThat(Http.text(got)).contains("urn:provelet:problem:store-unavailable");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(Http.FOLLOWING.get(base.resolve("/q/health/live")).statusCode()).isEqualTo(200);
    } finally {
      store.reconnect();
    }
    assertThat(Http.FOLLOWING.get(url("proof.bin")).body()).isEqualTo(CONTENT);
    assertThat(Http.FOLLOWING.get(base.resolve("/q/health/ready")).statusCode()).isEqualTo(200);
  }
}
