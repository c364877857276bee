package dev.provelet.stage.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.provelet.stage.testing.StageResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A stage whose operator has raised a limit beyond what the server takes by default. */
@QuarkusTest
@TestProfile(RaisedLimitsIT.Raised.class)
@QuarkusTestResource(StageResource.class)
final class RaisedLimitsIT {

  public static final class Raised implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("provelet.stage.limits.elf", "160M");
    }
  }

  @Test
  void a_body_that_the_raised_limit_allows_is_read_to_its_end() {
    // The default limits of all parts together are 145 MiB.
    var _ =
        given()
            .multiPart("program", "program", new byte[150 << 20])
            .post("/v1/proofs")
            .then()
            .statusCode(400)
            .body("type", equalTo("urn:provelet:problem:invalid-program"));
  }
}
