package dev.provelet.stage.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.stage.testing.StageResource;
import dev.provelet.stage.testing.TestElf;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@QuarkusTestResource(StageResource.class)
@Timeout(60)
@SuppressWarnings("NullAway.Init") // Injected.
final class EventsResourceIT {
  @TestHTTPResource("/")
  URI base;

  @Test
  void the_stream_tells_all_that_happens_and_ends_with_the_proof() throws Exception {
    // When read from the beginning, while it happens
    String id = submit("2");
    List<String> lines = open(id, "").body().toList();
    // Then
    assertThat(lines)
        .containsSubsequence(
            "event:submitted", "event:task-started", "event:segment", "event:proof-succeeded");
    assertThat(lines).contains("id:1");
    assertThat(lines)
        .anyMatch(line -> line.matches("data:\\{\"at\":\"20[^\"]+Z\",.*\"name\": ?\"prove-1\".*"));
  }

  @Test
  void a_client_that_was_cut_off_goes_on_after_the_last_event_that_it_saw() throws Exception {
    // Given
    String id = submit("1");
    List<String> all = ids(open(id, "").body());
    // When
    List<String> rest = ids(open(id, "5").body());
    // Then
    assertThat(rest).isEqualTo(all.subList(5, all.size()));
    String last = Integer.toString(all.size());
    assertThat(open(id, last).statusCode()).isEqualTo(204);
  }

  @Test
  void while_nothing_happens_the_connection_is_kept_alive() throws Exception {
    // Given a run that does not end
    String id = submit("hang");
    // When
    HttpResponse<Stream<String>> events = open(id, "");
    // Then
    try (Stream<String> lines = events.body()) {
      Iterator<String> each = lines.iterator();
      String line = each.next();
      while (!line.startsWith(":")) {
        line = each.next();
      }
      assertThat(line).contains("keep-alive");
    }
    var _ = given().delete("/v1/proofs/" + id).then().statusCode(200);
  }

  @Test
  void an_unknown_proof_or_a_number_that_is_none_is_a_problem() throws Exception {
    assertThat(open(UUID.randomUUID().toString(), "").statusCode()).isEqualTo(404);
    HttpResponse<Stream<String>> malformed = open(submit("1"), "five");
    assertThat(malformed.statusCode()).isEqualTo(400);
    assertThat(malformed.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
  }

  private HttpResponse<Stream<String>> open(String id, String lastEventId)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve("/v1/proofs/" + id + "/events"))
            .timeout(Duration.ofSeconds(10))
            .header("Accept", "text/event-stream");
    if (!lastEventId.isEmpty()) {
      request = request.header("Last-Event-ID", lastEventId);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofLines());
  }

  private static List<String> ids(Stream<String> lines) {
    return lines.filter(line -> line.startsWith("id:")).toList();
  }

  private static String submit(String stdin) {
    return given()
        .multiPart("program", "program", TestElf.of(1))
        .multiPart("stdin", "stdin", stdin.getBytes(StandardCharsets.UTF_8))
        .post("/v1/proofs")
        .then()
        .statusCode(202)
        .extract()
        .path("id");
  }
}
