package dev.provelet.stage.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.stage.testing.StageResource;
import dev.provelet.stage.testing.TestElf;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(StageResource.class)
final class ProofsResourceIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void aProofIsSubmittedAsAFormAndEndsWithItsResults() {
    // When
    String id =
        submit(TestElf.of(1), "2", "{\"target\":\"stark\"}")
            .statusCode(202)
            .header("Location", matchesPattern(".*/v1/proofs/[0-9a-f-]{36}"))
            .body("state", equalTo("QUEUED"))
            .body("target", equalTo("stark"))
            .extract()
            .path("id");
    awaitState(id, "SUCCEEDED");
    // Then
    get(id)
        .body("step", equalTo("END"))
        .body("percent", equalTo(100))
        .body("segments.done", equalTo(2))
        .body("segments.total", equalTo(2))
        .body("cycles", equalTo(2000))
        .body("programId", equalTo(Digest.of(TestElf.of(1)).hex()))
        .body("results.'proof.bin'", equalTo("http://files.example/" + id + "/proof.bin"))
        .body("timings.keySet()", hasItem("wrap"));
    given().get("/v1/proofs?limit=200").then().statusCode(200).body("proofs.id", hasItem(id));
  }

  @Test
  void aKnownProgramIsNamedByItsIdInASubmissionAsJson() {
    // Given
    var _ = submit(TestElf.of(2), "1", "{\"target\":\"execute\"}").statusCode(202);
    // When
    String id =
        json(Map.of(
                "programId",
                Digest.of(TestElf.of(2)).hex(),
                "stdin",
                Base64.getEncoder().encodeToString("1".getBytes(StandardCharsets.UTF_8)),
                "options",
                Map.of("target", "execute")))
            .statusCode(202)
            .extract()
            .path("id");
    // Then
    awaitState(id, "SUCCEEDED");
  }

  @Test
  void theSameSubmissionWithTheSameIdIsTheSameProof() {
    // Given
    String id = UUID.randomUUID().toString();
    String options = "{\"proofId\":\"" + id + "\",\"target\":\"execute\"}";
    var _ = submit(TestElf.of(3), "1", options).statusCode(202).body("id", equalTo(id));
    // When the same again, then another with that id
    ValidatableResponse same = submit(TestElf.of(3), "1", options);
    ValidatableResponse other = submit(TestElf.of(3), "2", options);
    // Then
    var _ = same.statusCode(200).body("id", equalTo(id));
    problem(other, 409, "proof-id-taken");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"proofId\":\"1-2-3-4-5\"} | no proof id",
        "{\"target\":\"moon\"} | target is one of execute, segments, stark",
        "{\"maxCycles\":-1} | maxCycles",
        "{\"segmentLogHeight\":13} | segmentLogHeight is 14 to 22",
        "{\"maxProvers\":10001} | maxProvers",
        "{\"maxCycles\":\"many\"} | options",
        "{\"colour\":\"red\"} | options",
        "{} {} | options",
        "[] | options",
        "null | options",
        "{ | options",
      })
  void optionsThatMakeNoSenseAreRefusedInWords(String options, String words) {
    // When
    ValidatableResponse response = submit(TestElf.of(1), "1", options);
    // Then
    problem(response, 400, "malformed-request");
    var _ = response.body("detail", containsString(words));
  }

  @Test
  void aProgramThatIsNoElfIsRefusedAndNothingIsStored() {
    // When
    ValidatableResponse response =
        submit(
            "#!/bin/sh\necho this is a script, not a program\n"
                .repeat(8)
                .getBytes(StandardCharsets.UTF_8),
            "1",
            "{}");
    // Then
    problem(response, 400, "invalid-program");
  }

  @Test
  void aSubmissionWithoutProgramOrWithUnknownPartsIsRefused() {
    problem(
        given().multiPart("stdin", "stdin", new byte[1]).post("/v1/proofs").then(),
        400,
        "malformed-request");
    problem(
        given().multiPart("Program", "p", TestElf.of(1)).post("/v1/proofs").then(),
        400,
        "malformed-request");
  }

  @Test
  void aPartThatMayHaveBeenAlteredOnItsWayIsRefused() throws Exception {
    // Given bytes that are no text, without a file name: curl -F 'stdin=<random.bin'
    byte[] random = {(byte) 0xff, 0, (byte) 0xc3, 'x'};
    // When
    HttpResponse<String> response = postField("stdin", random);
    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("malformed-request", "curl -F stdin=@FILE");
  }

  @Test
  void aPartWithoutAFileNameThatIsTextIsTaken() throws Exception {
    HttpResponse<String> response = postField("stdin", "größer".getBytes(StandardCharsets.UTF_8));

    // Only the program is missing.
    assertThat(response.body()).contains("send either the program's ELF");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "null", "{\"program\":\"%%\"}", "{\"program\":1}", ""})
  void jsonThatMakesNoSenseIsRefused(String body) {
    ValidatableResponse response =
        given().contentType(ContentType.JSON).body(body).post("/v1/proofs").then();
    problem(response, 400, "malformed-request");
  }

  @Test
  void anUnknownProgramIdIsNotFound() {
    problem(json(Map.of("programId", "0".repeat(64))), 404, "unknown-program");
  }

  @Test
  void whatIsLargerThanItsLimitIsRefusedWithTheLimitsName() {
    // A part, a JSON body, and a whole form that only says how large it is.
    ValidatableResponse part =
        form(TestElf.of(1), "1", "{}")
            .multiPart("public", "public", new byte[(1 << 20) + 1])
            .post("/v1/proofs")
            .then();
    problem(part, 413, "too-large");
    var _ =
        part.body("detail", containsString("provelet.stage.limits.public-input"))
            .body("limit", equalTo(1 << 20));
    ValidatableResponse body = json(Map.of("program", "A".repeat(5 << 20)));
    problem(body, 413, "too-large");
    var _ = body.body("detail", containsString("provelet.stage.limits.json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE"})
  void anUnknownProofIsNotFoundAndAnIdThatIsNoneIsMalformed(String method) {
    problem(
        given().request(method, "/v1/proofs/" + UUID.randomUUID()).then(), 404, "unknown-proof");
    problem(given().request(method, "/v1/proofs/17").then(), 400, "malformed-request");
  }

  @Test
  void otherPathsAndMethodsAreProblemsToo() {
    problem(given().get("/v1/nothing").then(), 404, "not-found");
    problem(given().put("/v1/proofs").then(), 405, "method-not-allowed");
    problem(
        given().contentType("text/plain").body("x").post("/v1/proofs").then(),
        415,
        "unsupported-media-type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=201", "limit=x", "before=x"})
  void aPageThatMakesNoSenseIsRefused(String query) {
    problem(given().get("/v1/proofs?" + query).then(), 400, "malformed-request");
  }

  @Test
  void theListGoesOnAfterTheLastProofOfAPage() {
    // Given
    String first =
        submit(TestElf.of(1), "1", "{\"target\":\"execute\"}").statusCode(202).extract().path("id");
    String second = submit(TestElf.of(1), "1", "{\"target\":\"execute\"}").extract().path("id");
    // When
    String after =
        given().get("/v1/proofs?limit=1&before=" + second).then().extract().path("proofs[0].id");
    // Then
    assertThat(after).isEqualTo(first);
  }

  @Test
  void aRunningProofIsCancelledOnce() {
    // Given a run that does not end
    String id = submit(TestElf.of(1), "hang", "{}").statusCode(202).extract().path("id");
    awaitState(id, "RUNNING");
    // When
    ValidatableResponse cancelled = given().delete("/v1/proofs/" + id).then();
    // Then
    var _ = cancelled.statusCode(200).body("state", equalTo("CANCELLED"));
    problem(given().delete("/v1/proofs/" + id).then(), 409, "already-over");
  }

  @Test
  void theApiAndItsPageAreThere() {
    var _ = given().get("/q/openapi").then().statusCode(200).body(containsString("/v1/proofs"));
    var _ = given().get("/").then().statusCode(200).body(containsString("<title>Provelet"));
    var _ = given().get("/q/health/ready").then().statusCode(200);
    var _ = given().get("/v1/proofs/" + UUID.randomUUID());
    var _ =
        given()
            .get("/q/metrics")
            .then()
            .statusCode(200)
            .body(containsString("request_counter{method=\"stage::get_status\"}"))
            .body(containsString("method_cost_bucket{method=\"stage::get_status\""))
            .body(containsString("stage_segment_count"));
  }

  /** As a client that sends no file names does. */
  private static HttpResponse<String> postField(String name, byte[] content) throws Exception {
    String head = "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    body.writeBytes(content);
    body.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + "/v1/proofs"))
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofByteArray(body.toByteArray()))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }

  private static RequestSpecification form(byte[] program, String stdin, String options) {
    return given()
        .multiPart("program", "program", program)
        .multiPart("stdin", "stdin", stdin.getBytes(StandardCharsets.UTF_8))
        .multiPart("options", options, "application/json");
  }

  private static ValidatableResponse submit(byte[] program, String stdin, String options) {
    return form(program, stdin, options).post("/v1/proofs").then();
  }

  private static ValidatableResponse json(Map<String, Object> body) {
    return given().contentType(ContentType.JSON).body(body).post("/v1/proofs").then();
  }

  private static ValidatableResponse get(String id) {
    return given().get("/v1/proofs/" + id).then().statusCode(200);
  }

  private static void awaitState(String id, String state) {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(() -> get(id).body("state", equalTo(state)));
  }

  private static void problem(ValidatableResponse response, int status, String slug) {
    var _ =
        response
            .statusCode(status)
            .contentType("application/problem+json")
            .body("type", equalTo("urn:provelet:problem:" + slug))
            .body("status", equalTo(status));
  }
}
