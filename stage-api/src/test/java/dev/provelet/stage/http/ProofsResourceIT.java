package dev.provelet.stage.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.contract.artifact.PublishedName;
import dev.provelet.objectstore.testing.S3TestServer;
import dev.provelet.stage.testing.FakeFunction;
import dev.provelet.stage.testing.StageResource;
import dev.provelet.stage.testing.TestElf;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(StageResource.class)
@SuppressWarnings("NullAway.Init") // Injected.
final class ProofsResourceIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  S3TestServer s3Server;

  @Test
  void a_proof_is_submitted_as_a_form_and_ends_with_its_results() {
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
        .body("elfId", equalTo(Digest.of(TestElf.of(1)).hex()))
        .body("programId", equalTo(FakeFunction.programId(Digest.of(TestElf.of(1))).hex()))
        .body("results.'proof.bin'", equalTo("http://files.example/" + id + "/proof.bin"))
        .body("timings.keySet()", hasItem("wrap"));
    given().get("/v1/proofs?limit=200").then().statusCode(200).body("proofs.id", hasItem(id));
  }

  @Test
  void without_a_key_set_there_are_no_proofs_for_a_chain_and_no_verifiers() {
    problem(submit(TestElf.of(1), "1", "{\"target\":\"snark\"}"), 501, "not-offered");
    problem(given().get("/v1/verifiers/openvm-2.0.2/3-a").then(), 404, "unknown-verifier");
    given().get("/v1/verifiers").then().statusCode(200).body("verifiers.size()", equalTo(0));
  }

  @Test
  void a_known_program_is_named_by_its_id_in_a_submission_as_json() {
    // Given
    var _ = submit(TestElf.of(2), "1", "{\"target\":\"execute\"}").statusCode(202);
    // When
    String id =
        json(Map.of(
                "elfId",
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
  void the_same_submission_with_the_same_id_is_the_same_proof() {
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
        "{\"target\":\"moon\"} | target is one of execute, segments, stark, snark",
        "{\"maxCycles\":-1} | maxCycles",
        "{\"segmentLogHeight\":13} | segmentLogHeight is 14 to 22",
        "{\"maxFunctions\":10001} | maxFunctions",
        "{\"maxCycles\":\"many\"} | options",
        "{\"colour\":\"red\"} | options",
        "{} {} | options",
        "[] | options",
        "null | options",
        "{ | options",
      })
  void options_that_make_no_sense_are_refused_in_words(String options, String words) {
    // When
    ValidatableResponse response = submit(TestElf.of(1), "1", options);
    // Then
    problem(response, 400, "malformed-request");
    var _ = response.body("detail", containsString(words));
  }

  @Test
  void a_program_that_is_no_elf_is_refused_and_nothing_is_stored() {
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
  void a_submission_without_program_or_with_unknown_parts_is_refused() {
    problem(
        given().multiPart("stdin", "stdin", new byte[1]).post("/v1/proofs").then(),
        400,
        "malformed-request");
    problem(
        given().multiPart("Program", "p", TestElf.of(1)).post("/v1/proofs").then(),
        400,
        "malformed-request");
  }

  @ParameterizedTest
  @CsvSource({"execute, false", "stark, false", "execute, true", "stark, true"})
  void a_client_sees_that_the_proof_is_about_the_bytes_that_it_sent(String target, boolean json)
      throws Exception {
    // Given all values, and much that text would not survive
    byte[] stdin = bytes(200_000);
    byte[] publicInput = bytes(70_001);
    // When
    ValidatableResponse submitted =
        json
            ? json(
                Map.of(
                    "program", base64(TestElf.of(1)),
                    "stdin", base64(stdin),
                    "public", base64(publicInput),
                    "options", Map.of("target", target)))
            : given()
                .multiPart("program", "program", TestElf.of(1))
                .multiPart("stdin", "stdin", stdin)
                .multiPart("public", "public", publicInput)
                .multiPart("options", "{\"target\":\"" + target + "\"}", "application/json")
                .post("/v1/proofs")
                .then();
    // Then at once what was stored
    inputs(submitted.statusCode(202), "inputs.stored.", TestElf.of(1), stdin, publicInput);
    // And at the end what was read, in the status and in the report
    String id = submitted.extract().path("id");
    awaitState(id, "SUCCEEDED");
    inputs(get(id), "inputs.stored.", TestElf.of(1), stdin, publicInput);
    inputs(get(id), "inputs.read.", TestElf.of(1), stdin, publicInput);
    JsonPath report = new JsonPath(report(id));
    assertThat(report.getString("inputs.program.sha256")).isEqualTo(hex(TestElf.of(1)));
    assertThat(report.getString("inputs.stdin.sha256")).isEqualTo(hex(stdin));
    assertThat(report.getLong("inputs.stdin.size")).isEqualTo(stdin.length);
    assertThat(report.getString("inputs.public.sha256")).isEqualTo(hex(publicInput));
    assertThat(report.getLong("inputs.public.size")).isEqualTo(publicInput.length);
  }

  @Test
  void what_was_read_is_not_said_before_it_is_known() {
    String id = submit(TestElf.of(1), "exit 7", "{}").statusCode(202).extract().path("id");
    awaitState(id, "FAILED");

    // The function failed without having said what it read: only what was stored is known.
    get(id).body("inputs.stored.stdin.size", equalTo(6)).body("inputs.read", nullValue());
  }

  @ParameterizedTest
  @CsvSource({"base64, MTIz", "Quoted-Printable, 1=3D2", "gzip, 12"})
  void a_part_that_is_encoded_is_refused(String encoding, String content) throws Exception {
    // The form's parser would undo the first and the second.
    HttpResponse<String> response =
        postPart(
            "Content-Disposition: form-data; name=\"stdin\"; filename=\"stdin\"\r\n"
                + "Content-Transfer-Encoding: "
                + encoding,
            content.getBytes(StandardCharsets.UTF_8),
            "\r\n--b--\r\n");
    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("malformed-request", "Content-Transfer-Encoding");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n", "\r\n--b", "\r\n--b-"})
  void a_form_that_ends_in_the_middle_of_a_part_is_refused(String end) throws Exception {
    HttpResponse<String> response =
        postPart(
            "Content-Disposition: form-data; name=\"stdin\"; filename=\"stdin\"",
            bytes(10_000),
            end);

    // Nothing of it is taken for a part, or the program would be missed.
    assertThat(response.statusCode()).isGreaterThanOrEqualTo(400);
    assertThat(response.body()).doesNotContain("send either the program's ELF");
  }

  @Test
  void a_body_that_is_compressed_is_refused() throws Exception {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write("{\"elfId\":\"0\"}".getBytes(StandardCharsets.UTF_8));
    }
    for (String type : List.of("application/json", "multipart/form-data; boundary=b")) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + "/v1/proofs"))
              .header("Content-Type", type)
              .header("Content-Encoding", "gzip")
              .POST(BodyPublishers.ofByteArray(compressed.toByteArray()))
              .build();
      try (HttpClient client = HttpClient.newHttpClient()) {
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(type).isEqualTo(400);
        assertThat(response.body()).contains("malformed-request", "Content-Encoding");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"stdin\":\"MQ==\",\"stdin\":\"Mg==\"} | Duplicate",
        "{\"stdin\":1234} | stdin",
        "{\"stdin\":true} | stdin",
        "{\"stdin\":\"MQ==\\n\"} | stdin is not Base64",
        "{\"stdin\":\"\\ud800\"} | stdin is not Base64",
        "{\"stdin\":\"MR==\"} | stdin is not Base64",
        "{\"options\":{\"maxCycles\":1.9}} | maxCycles",
        "{\"options\":{\"maxCycles\":\"17\"}} | maxCycles",
        "{\"options\":{\"target\":1}} | target",
        "{\"elfId\":\"a\",\"options\":{\"elfId\":\"b\"}} | elfId is given twice",
      })
  void json_that_could_be_read_in_another_way_than_it_was_meant_is_refused(
      String body, String words) {
    ValidatableResponse response =
        given().contentType(ContentType.JSON).body(body).post("/v1/proofs").then();
    problem(response, 400, "malformed-request");
    var _ = response.body("detail", containsString(words));
  }

  @Test
  void a_part_that_may_have_been_altered_on_its_way_is_refused() throws Exception {
    // Given bytes that are no text, without a file name: curl -F 'stdin=<random.bin'
    byte[] random = {(byte) 0xff, 0, (byte) 0xc3, 'x'};
    // When
    HttpResponse<String> response = postField("stdin", random);
    // Then
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("malformed-request", "curl -F stdin=@FILE");
  }

  @Test
  void a_part_without_a_file_name_that_is_text_is_taken() throws Exception {
    HttpResponse<String> response = postField("stdin", "größer".getBytes(StandardCharsets.UTF_8));

    // Only the program is missing.
    assertThat(response.body()).contains("send either the program's ELF");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "null", "{\"program\":\"%%\"}", "{\"program\":1}", ""})
  void json_that_makes_no_sense_is_refused(String body) {
    ValidatableResponse response =
        given().contentType(ContentType.JSON).body(body).post("/v1/proofs").then();
    problem(response, 400, "malformed-request");
  }

  @Test
  void an_unknown_program_id_is_not_found() {
    problem(json(Map.of("elfId", "0".repeat(64))), 404, "unknown-program");
  }

  @Test
  void what_is_larger_than_its_limit_is_refused_with_the_limits_name() {
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
  void an_unknown_proof_is_not_found_and_an_id_that_is_none_is_malformed(String method) {
    problem(
        given().request(method, "/v1/proofs/" + UUID.randomUUID()).then(), 404, "unknown-proof");
    problem(given().request(method, "/v1/proofs/17").then(), 400, "malformed-request");
  }

  @Test
  void other_paths_and_methods_are_problems_too() {
    problem(given().get("/v1/nothing").then(), 404, "not-found");
    problem(given().put("/v1/proofs").then(), 405, "method-not-allowed");
    problem(
        given().contentType("text/plain").body("x").post("/v1/proofs").then(),
        415,
        "unsupported-media-type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=201", "limit=x", "before=x"})
  void a_page_that_makes_no_sense_is_refused(String query) {
    problem(given().get("/v1/proofs?" + query).then(), 400, "malformed-request");
  }

  @Test
  void the_list_goes_on_after_the_last_proof_of_a_page() {
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
  void a_running_proof_is_cancelled_once() {
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
  void the_api_and_its_page_are_there() {
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

  private static void inputs(
      ValidatableResponse response,
      String prefix,
      byte[] program,
      byte[] stdin,
      byte[] publicInput) {
    var _ =
        response
            .body(prefix + "program.sha256", equalTo(hex(program)))
            .body(prefix + "program.size", equalTo(program.length))
            .body(prefix + "stdin.sha256", equalTo(hex(stdin)))
            .body(prefix + "stdin.size", equalTo(stdin.length))
            .body(prefix + "public.sha256", equalTo(hex(publicInput)))
            .body(prefix + "public.size", equalTo(publicInput.length));
  }

  private String report(String id) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    ArtifactKey key = ArtifactKey.published(ProofId.parse(id), PublishedName.REPORT);
    assertThat(s3Server.store().copyTo(key, content)).isTrue();
    return content.toString(StandardCharsets.UTF_8);
  }

  /** Random, with every value in it. */
  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    for (int i = 0; i < 256; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  private static String hex(byte[] content) {
    return Digest.of(content).hex();
  }

  private static String base64(byte[] content) {
    return Base64.getEncoder().encodeToString(content);
  }

  /** As a client that sends no file names does. */
  private static HttpResponse<String> postField(String name, byte[] content) throws Exception {
    return postPart(
        "Content-Disposition: form-data; name=\"" + name + "\"", content, "\r\n--b--\r\n");
  }

  private static HttpResponse<String> postPart(String headers, byte[] content, String end)
      throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(("--b\r\n" + headers + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    body.writeBytes(content);
    body.writeBytes(end.getBytes(StandardCharsets.UTF_8));
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
