package dev.provelet.stage.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.stage.testing.StageResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A stage whose operator has raised a limit beyond what the server takes by default. */
@QuarkusTest
@TestProfile(RaisedLimitsIT.Raised.class)
@QuarkusTestResource(StageResource.class)
@SuppressWarnings("NullAway.Init") // Injected.
final class RaisedLimitsIT {

  public static final class Raised implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("provelet.stage.limits.elf", "160M");
    }
  }

  @TestHTTPResource("/v1/proofs")
  URI proofs;

  @Test
  void a_body_that_the_raised_limit_allows_is_read_to_its_end() throws Exception {
    // The default limits of all parts together are 145 MiB.
    String head =
        """
        --part\r
        Content-Disposition: form-data; name="program"; filename="program"\r
        Content-Type: application/octet-stream\r
        \r
        """;
    HttpRequest request =
        HttpRequest.newBuilder(proofs)
            .header("Content-Type", "multipart/form-data; boundary=part")
            .POST(
                BodyPublishers.concat(
                    BodyPublishers.ofString(head),
                    BodyPublishers.ofByteArray(new byte[150 << 20]),
                    BodyPublishers.ofString("\r\n--part--\r\n")))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      assertThat(response.body()).contains("urn:provelet:problem:invalid-program");
      assertThat(response.statusCode()).isEqualTo(400);
    }
  }
}
