package dev.provelet.files.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.contract.capability.CapabilityUrls;
import dev.provelet.files.Http;
import dev.provelet.files.TestKeys;
import dev.provelet.objectstore.testing.S3TestServer;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holders of capabilities rely on, whichever way the bytes go. */
abstract class CapabilityContract {
  static final Duration HOUR = Duration.ofHours(1);
  static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.UTF_8);

  @TestHTTPResource("/")
  @SuppressWarnings("NullAway.Init")
  URI base;

  // Set by FileServerResource.
  @SuppressWarnings("NullAway.Init")
  S3TestServer store;

  final ProofId proof = ProofId.random();
  final ArtifactKey.Prefix prefix = ArtifactKey.work(proof, "prove-0", 7);
  final ArtifactKey key = prefix.resolve("proof.bin");
  final CapabilityUrls urls = TestKeys.signedWith(TestKeys.NEW, Clock.systemUTC());

  URI getUrl() {
    return urls.get(base, key, "t", HOUR);
  }

  URI putUrl(String name) {
    return URI.create(urls.put(base, prefix, "t", HOUR) + name);
  }

  void putContent() {
    assertThat(Http.FOLLOWING.put(putUrl("proof.bin"), CONTENT).statusCode()).isEqualTo(200);
  }

  @Test
  void a_holder_puts_an_object_and_another_gets_it() {
    // Given
    putContent();
    // When
    HttpResponse<byte[]> got = Http.FOLLOWING.get(getUrl());
    HttpResponse<byte[]> head = Http.FOLLOWING.head(getUrl());
    // Then
    assertThat(got.statusCode()).isEqualTo(200);
    assertThat(got.body()).isEqualTo(CONTENT);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValueAsLong("content-length")).hasValue(CONTENT.length);
  }

  @Test
  void an_empty_object_can_be_put_and_got() {
    assertThat(Http.FOLLOWING.put(putUrl("proof.bin"), new byte[0]).statusCode()).isEqualTo(200);
    assertThat(Http.FOLLOWING.get(getUrl()).body()).isEmpty();
  }

  @Test
  void a_put_without_expect_arrives_too() {
    // Given
    byte[] content = new byte[2 << 20];
    // When
    HttpResponse<byte[]> put = Http.WITHOUT_EXPECT.put(putUrl("proof.bin"), content);
    // Then
    assertThat(put.statusCode()).isEqualTo(200);
    assertThat(Http.FOLLOWING.get(getUrl()).body()).hasSize(content.length);
  }

  @Test
  void a_part_can_be_got() {
    // Given
    putContent();
    // When
    HttpResponse<byte[]> part = Http.FOLLOWING.get(getUrl(), "Range", "bytes=4-");
    // Then
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(Http.text(part)).isEqualTo("456789");
    assertThat(part.headers().firstValue("content-range")).hasValue("bytes 4-9/10");
  }

  @Test
  void an_object_that_is_not_there_is_404() {
    assertThat(Http.FOLLOWING.get(getUrl()).statusCode()).isEqualTo(404);
  }

  @Test
  void a_second_put_is_refused_and_changes_nothing() {
    // Given
    putContent();
    // When
    HttpResponse<byte[]> second = Http.FOLLOWING.put(putUrl("proof.bin"), new byte[3]);
    // Then
    assertThat(second.statusCode()).isEqualTo(412);
    assertThat(Http.FOLLOWING.get(getUrl()).body()).isEqualTo(CONTENT);
  }

  @Test
  void of_sixteen_writers_exactly_one_wins() throws Exception {
    // Given
    int writers = 16;
    CountDownLatch together = new CountDownLatch(1);
    List<Future<Integer>> statuses = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < writers; i++) {
        byte[] content = new byte[1000 + i];
        statuses.add(
            executor.submit(
                () -> {
                  together.await();
                  return Http.FOLLOWING.put(putUrl("proof.bin"), content).statusCode();
                }));
      }
      // When
      together.countDown();
    }
    // Then
    List<Integer> sorted = new ArrayList<>();
    int winner = -1;
    for (int i = 0; i < writers; i++) {
      int status = statuses.get(i).get();
      sorted.add(status);
      winner = status == 200 ? i : winner;
    }
    assertThat(sorted).filteredOn(status -> status == 200).hasSize(1);
    assertThat(sorted).filteredOn(status -> status == 412).hasSize(writers - 1);
    assertThat(Http.FOLLOWING.get(getUrl()).body()).hasSize(1000 + winner);
  }

  @Test
  void a_digest_that_the_content_does_not_have_is_refused() {
    // When
    HttpResponse<byte[]> put =
        Http.FOLLOWING.put(
            putUrl("proof.bin"), CONTENT, "x-amz-checksum-sha256", sha256(new byte[1]));
    // Then
    assertThat(put.statusCode()).isEqualTo(400);
    assertThat(Http.FOLLOWING.get(getUrl()).statusCode()).isEqualTo(404);
  }

  @Test
  void a_digest_that_the_content_has_is_accepted() {
    assertThat(
            Http.FOLLOWING
                .put(putUrl("proof.bin"), CONTENT, "x-amz-checksum-sha256", sha256(CONTENT))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_key_being_rotated_out_still_verifies_and_a_dropped_one_does_not() {
    // Given
    putContent();
    Clock clock = Clock.systemUTC();
    // When
    int old =
        Http.FOLLOWING
            .get(TestKeys.signedWith(TestKeys.OLD, clock).get(base, key, "t", HOUR))
            .statusCode();
    HttpResponse<byte[]> dropped =
        Http.FOLLOWING.get(TestKeys.signedWith(TestKeys.DROPPED, clock).get(base, key, "t", HOUR));
    // Then
    assertThat(old).isEqualTo(200);
    assertRefused(dropped, "was not signed by a key that is valid now");
  }

  @Test
  void an_expired_capability_is_refused() {
    // Given
    Clock twoHoursAgo = Clock.fixed(Instant.now().minus(HOUR.multipliedBy(2)), ZoneOffset.UTC);
    // When
    URI expired = TestKeys.signedWith(TestKeys.NEW, twoHoursAgo).get(base, key, "t", HOUR);
    // Then
    assertRefused(Http.FOLLOWING.get(expired), "the capability expired at");
  }

  @Test
  void another_verb_is_refused() {
    URI put = putUrl("proof.bin");
    assertRefused(Http.FOLLOWING.get(put), "is for PUT, not for GET");
    assertRefused(Http.FOLLOWING.put(getUrl(), CONTENT), "is for GET, not for PUT");
    assertThat(Http.FOLLOWING.head(put).statusCode()).isEqualTo(403);
  }

  @Test
  void another_key_is_refused() {
    // Given
    ArtifactKey other = ArtifactKey.work(proof, "prove-0", 8).resolve("proof.bin");
    // When
    URI borrowed = URI.create(getUrl().toString().replace(key.value(), other.value()));
    URI outside = URI.create(putUrl("proof.bin").toString().replace("/7/", "/8/"));
    URI below = putUrl("deeper/proof.bin");
    // Then
    assertRefused(Http.FOLLOWING.get(borrowed), "does not cover this object");
    assertRefused(Http.FOLLOWING.put(outside, CONTENT), "does not cover this object");
    assertRefused(Http.FOLLOWING.put(below, CONTENT), "does not cover this object");
  }

  @Test
  void a_capability_that_was_tampered_with_is_refused() {
    // Given
    String url = getUrl().toString();
    int signature = url.indexOf('.', url.indexOf("/c/")) + 1;
    char first = url.charAt(signature);
    // When
    String forged =
        url.substring(0, signature) + (first == 'A' ? 'B' : 'A') + url.substring(signature + 1);
    // Then
    assertRefused(Http.FOLLOWING.get(URI.create(forged)), "does not cover this object");
    assertRefused(Http.FOLLOWING.get(base.resolve("/c/nonsense/" + key)), "not a capability URL");
    assertRefused(Http.FOLLOWING.get(base.resolve("/c/AAAA.BBBB/" + key)), "not signed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../input/stdin.bin",
        "%2e%2e/%2e%2e/input/stdin.bin",
        "..%2fstdin.bin",
        "a%2fb",
        "/proof.bin",
        "./proof.bin",
        ".hidden",
        "proof.bin%00",
        "proof.bin;x=1",
        "pro+of.bin",
        "",
      })
  void a_path_that_leads_elsewhere_is_refused_before_its_capability_is_looked_at(String name) {
    assertThat(Http.FOLLOWING.put(putUrl(name), CONTENT).statusCode()).isEqualTo(400);
  }

  @Test
  void a_put_that_would_overwrite_or_says_too_little_is_told_what_to_send() {
    URI url = putUrl("proof.bin");
    String octets = "application/octet-stream";
    assertThat(Http.FOLLOWING.send("PUT", url, CONTENT, "Content-Type", octets).statusCode())
        .isEqualTo(428);
    assertThat(Http.FOLLOWING.send("PUT", url, CONTENT, "If-None-Match", "*").statusCode())
        .isEqualTo(415);
    assertThat(
            Http.FOLLOWING.put(url, CONTENT, "x-amz-checksum-sha256", "not a digest").statusCode())
        .isEqualTo(400);
    assertThat(Http.FOLLOWING.put(url, CONTENT, "Content-Digest", "sha-256=:AAAA:").statusCode())
        .isEqualTo(400);
    HttpResponse<byte[]> contradiction =
        Http.FOLLOWING.put(
            url,
            CONTENT,
            "Content-Digest",
            "sha-256=:" + sha256(CONTENT) + ":",
            "x-amz-checksum-sha256",
            sha256(new byte[1]));
    assertThat(Http.text(contradiction)).contains("Content-Digest differ");
    assertThat(Http.FOLLOWING.putChunked(url, CONTENT).statusCode()).isEqualTo(411);
  }

  @Test
  void a_put_beyond_the_limit_is_refused() {
    // When
    HttpResponse<byte[]> put = Http.FOLLOWING.put(putUrl("proof.bin"), new byte[(8 << 20) + 1]);
    // Then
    assertThat(put.statusCode()).isEqualTo(413);
    assertThat(Http.text(put)).contains("at most 8388608 may be put");
  }

  @Test
  void another_method_is_405() {
    HttpResponse<byte[]> deleted = Http.FOLLOWING.send("DELETE", getUrl(), new byte[0]);
    assertThat(deleted.statusCode()).isEqualTo(405);
    assertThat(deleted.headers().firstValue("content-type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
  }

  @Test
  void the_metrics_count_capabilities_and_show_no_token() {
    // Given
    URI url = getUrl();
    String token = url.getPath().split("/")[2];
    Http.FOLLOWING.get(url);
    Http.FOLLOWING.get(URI.create(url + "/..//x"));
    Http.FOLLOWING.get(URI.create(base + "c/" + token + "?x"));
    // When
    String metrics = Http.text(Http.FOLLOWING.get(base.resolve("/q/metrics")));
    // Then
    assertThat(metrics)
        .contains("provelet_files_capability_requests_total{outcome=\"allowed\",verb=\"get\"}")
        .contains("uri=\"/c/{token}/{key}\"")
        .doesNotContain(token)
        .doesNotContain(token.substring(0, 20));
  }

  static String sha256(byte[] content) {
    return Base64.getEncoder().encodeToString(Digest.of(content).bytes());
  }

  static void assertRefused(HttpResponse<byte[]> response, String reason) {
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.headers().firstValue("content-type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(Http.text(response)).contains("urn:provelet:problem:capability-refused", reason);
  }
}
