package dev.provelet.stage.http;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.provelet.objectstore.testing.S3TestServer;
import dev.provelet.objectstore.testing.TcpProxy;
import dev.provelet.stage.testing.StageResource;
import dev.provelet.stage.testing.TestElf;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(StageResource.class)
@SuppressWarnings("NullAway.Init") // The resource injects its parts.
final class OutageIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  TcpProxy database;
  S3TestServer store;

  @AfterEach
  void allIsBack() {
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> given().get("/q/health/ready").then().statusCode(200));
  }

  @Test
  void a_database_that_is_away_is_said_so_and_the_stage_comes_back_by_itself() {
    // When
    database.cutOff();
    // Then
    unavailable(given().get("/v1/proofs/" + UUID.randomUUID()).then(), "database-unavailable");
    unavailable(submit(), "database-unavailable");
    var _ = given().get("/q/health/ready").then().statusCode(503);
    // And when it is back
    database.reconnect();
    await().atMost(LIMIT).untilAsserted(() -> given().get("/v1/proofs").then().statusCode(200));
  }

  @Test
  void a_store_that_is_away_is_said_so_and_the_same_submission_succeeds_later() {
    // When
    store.cutOff();
    // Then
    unavailable(submit(), "store-unavailable");
    var _ = given().get("/q/health/ready").then().statusCode(503);
    // And when it is back
    store.reconnect();
    var _ = submit().statusCode(202);
  }

  private static ValidatableResponse submit() {
    return given()
        .multiPart("program", "program", TestElf.of(9))
        .multiPart("stdin", "stdin", "1".getBytes(StandardCharsets.UTF_8))
        .post("/v1/proofs")
        .then();
  }

  private static void unavailable(ValidatableResponse response, String slug) {
    var _ =
        response
            .statusCode(503)
            .header("Retry-After", equalTo("5"))
            .contentType("application/problem+json")
            .body("type", equalTo("urn:provelet:problem:" + slug));
  }
}
