package dev.provelet.files.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.files.FileServerResource;
import dev.provelet.files.Http;
import dev.provelet.objectstore.testing.S3TestServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(FileServerResource.class)
class RedirectIT extends CapabilityContract {

  private static URI location(HttpResponse<byte[]> response) {
    assertThat(response.statusCode()).isEqualTo(307);
    return URI.create(response.headers().firstValue("location").orElseThrow());
  }

  @Test
  void a_caller_is_sent_to_the_store() {
    // When
    HttpResponse<byte[]> redirect = Http.NOT_FOLLOWING.get(getUrl());
    // Then
    assertThat(location(redirect).toString())
        .startsWith(store.endpoint() + "/" + S3TestServer.BUCKET + "/" + key + "?")
        .contains("X-Amz-SignedHeaders=host");
    assertThat(redirect.headers().firstValue("cache-control")).hasValue("no-store");
  }

  @Test
  void the_presigned_url_ends_with_the_capability() {
    // When
    URI location =
        location(Http.NOT_FOLLOWING.get(urls.get(base, key, "t", Duration.ofSeconds(60))));
    // Then
    String expires = location.getQuery().replaceAll(".*X-Amz-Expires=(\\d+).*", "$1");
    assertThat(Integer.parseInt(expires)).isBetween(50, 60);
    assertThat(location(Http.NOT_FOLLOWING.get(getUrl())).getQuery()).contains("X-Amz-Expires=900");
  }

  @Test
  void a_presigned_put_is_for_this_upload_and_once_only() {
    // Given
    URI location = location(Http.NOT_FOLLOWING.put(putUrl("proof.bin"), CONTENT));
    // Then
    assertThat(location.getQuery())
        .contains("X-Amz-SignedHeaders=content-length;content-type;host;if-none-match");
    assertThat(Http.NOT_FOLLOWING.put(location, new byte[CONTENT.length + 1]).statusCode())
        .isEqualTo(403);
    assertThat(
            Http.NOT_FOLLOWING
                .send("PUT", location, CONTENT, "Content-Type", "application/octet-stream")
                .statusCode())
        .isEqualTo(403);
    assertThat(Http.NOT_FOLLOWING.put(location, CONTENT).statusCode()).isEqualTo(200);
    assertThat(Http.NOT_FOLLOWING.put(location, CONTENT).statusCode()).isEqualTo(412);
  }

  @Test
  void a_presigned_get_is_for_this_object_only() {
    putContent();
    URI location = location(Http.NOT_FOLLOWING.get(getUrl()));
    URI other = URI.create(location.toString().replace("proof.bin", "proof2.bin"));
    assertThat(Http.NOT_FOLLOWING.get(location).statusCode()).isEqualTo(200);
    assertThat(Http.NOT_FOLLOWING.get(other).statusCode()).isEqualTo(403);
  }
}
