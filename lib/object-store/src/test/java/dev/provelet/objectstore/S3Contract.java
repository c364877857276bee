package dev.provelet.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.objectstore.ObjectStore.StoredObject;
import dev.provelet.objectstore.testing.S3TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What the S3 adapter does with every S3 server. */
abstract class S3Contract extends ObjectStoreContract {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private boolean away;

  abstract S3TestServer server();

  @Override
  ObjectStore store() {
    return server().store();
  }

  @Override
  void cutOff() {
    server().cutOff();
    away = true;
  }

  @AfterEach
  void reconnect() {
    if (away) {
      server().reconnect();
    }
  }

  private PresignedUrls urls(Optional<URI> endpoint) {
    return new S3PresignedUrls(server().client(), S3TestServer.BUCKET, endpoint);
  }

  @Test
  void a_presigned_put_stores_once_and_a_presigned_get_reads() throws Exception {
    // Given
    PresignedUrls urls = urls(Optional.empty());
    URI put = urls.put(key, upload(CONTENT), MINUTE);
    // When, then
    assertThat(put(put).statusCode()).isEqualTo(200);
    assertThat(put(put).statusCode()).isEqualTo(412);
    assertThat(send(HttpRequest.newBuilder(urls.get(key, MINUTE))).body()).isEqualTo(CONTENT);
    assertThat(
            send(HttpRequest.newBuilder(urls.head(key, MINUTE)).HEAD())
                .headers()
                .firstValueAsLong("content-length"))
        .hasValue(10);
  }

  @Test
  void presigned_urls_lead_to_the_address_that_callers_reach() {
    // When
    URI url = urls(Optional.of(URI.create("https://objects.example:9000"))).get(key, MINUTE);
    // Then
    assertThat(url).hasScheme("https").hasHost("objects.example").hasPort(9000);
    assertThat(url).hasPath("/" + S3TestServer.BUCKET + "/" + key);
  }

  @Test
  void a_digest_in_the_metadata_that_is_none_is_ignored() {
    // Given
    try (S3Client s3 = server().client()) {
      s3.putObject(
          r ->
              r.bucket(S3TestServer.BUCKET)
                  .key(key.value())
                  .metadata(Map.of(S3ObjectStore.SHA256_METADATA, "not a digest")),
          RequestBody.fromBytes(CONTENT));
    }
    // When, then
    assertThat(store().find(key).flatMap(StoredObject::sha256)).isEmpty();
  }

  @Test
  void an_object_that_replaces_another_has_its_media_type(@TempDir Path folder) throws IOException {
    // Given
    Path file = Files.write(folder.resolve("content"), CONTENT);
    // When
    store().replace(key, file, Digest.of(CONTENT), "application/json");
    // Then
    try (S3Client s3 = server().client()) {
      assertThat(s3.headObject(r -> r.bucket(S3TestServer.BUCKET).key(key.value())).contentType())
          .isEqualTo("application/json");
    }
  }

  @Test
  void a_bucket_that_is_not_there_is_said_so_until_it_is_created() {
    // Given
    ObjectStore store = new S3ObjectStore(server().client(), "another-bucket");
    assertThatThrownBy(store::checkBucket).isInstanceOf(StoreUnavailableException.class);
    // When
    store.createBucket();
    // Then
    store.checkBucket();
    try (S3Client s3 = server().client()) {
      s3.deleteBucket(r -> r.bucket("another-bucket"));
    }
  }

  @Test
  void a_store_that_was_away_for_a_moment_answers_the_first_request_after_it() throws Exception {
    // Given a pool full of connections that were just used
    int connections = 16;
    ObjectStore store = store();
    CyclicBarrier together = new CyclicBarrier(connections);
    List<Future<Optional<StoredObject>>> found = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < connections; i++) {
        found.add(
            executor.submit(
                () -> {
                  int _ = together.await();
                  return store.find(key);
                }));
      }
    }
    for (Future<Optional<StoredObject>> one : found) {
      assertThat(one.get()).isEmpty();
    }
    // When
    server().cutOff();
    server().reconnect();
    // Then
    assertThat(store.find(key)).isEmpty();
  }

  private static HttpResponse<byte[]> put(URI url) throws Exception {
    return send(
        HttpRequest.newBuilder(url)
            .headers("Content-Type", ObjectStore.MEDIA_TYPE, "If-None-Match", "*")
            .PUT(BodyPublishers.ofByteArray(CONTENT)));
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofByteArray());
    }
  }
}
