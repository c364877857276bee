package dev.provelet.stage.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.snark.KeyFiles;
import dev.provelet.stage.testing.FakeKeySet;
import dev.provelet.stage.testing.StageResource;
import dev.provelet.stage.testing.TestElf;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP of a stage whose operator has configured a key set. */
@QuarkusTest
@TestProfile(StageResource.OnChain.class)
@QuarkusTestResource(StageResource.class)
final class OnChainResourceIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String KEY_SET = StageResource.KEY_SET.id().hex();

  @Test
  void a_proof_for_a_chain_ends_with_all_its_results() {
    // When
    String id = submit(Map.of("target", "snark")).statusCode(202).extract().path("id");
    awaitSuccess(id);
    // Then
    var _ =
        given()
            .get("/v1/proofs/" + id)
            .then()
            .body("target", equalTo("snark"))
            .body("keySet", equalTo(KEY_SET))
            .body("step", equalTo("END"))
            .body("steps.kind", hasItem("wrap-evm"))
            .body("timings.keySet()", hasItem("verify-snark"))
            .body(
                "results.'snark/proof_with_public_inputs.json'",
                equalTo("http://files.example/" + id + "/snark/proof_with_public_inputs.json"))
            .body(
                "results.'snark/calldata.bin'",
                equalTo("http://files.example/" + id + "/snark/calldata.bin"))
            .body(
                "results.'snark/proof.bin'",
                equalTo("http://files.example/" + id + "/snark/proof.bin"))
            .body("results.'proof.bin'", equalTo("http://files.example/" + id + "/proof.bin"));
    assertThat(given().get("/q/metrics").then().extract().asString())
        .contains("stage_task_seconds_count{kind=\"wrap-evm\",outcome=\"done\"}");
  }

  @Test
  void a_finished_proof_is_taken_on_by_its_id() {
    // Given
    String source = submit(Map.of("target", "stark")).statusCode(202).extract().path("id");
    awaitSuccess(source);
    String id = UUID.randomUUID().toString();
    // When the same twice
    for (int status : new int[] {202, 200}) {
      var _ =
          json(Map.of("options", Map.of("from", source, "proofId", id)))
              .statusCode(status)
              .body("id", equalTo(id))
              .body("from", equalTo(source))
              .body("target", equalTo("snark"))
              .body("elfId", equalTo(Digest.of(TestElf.of(1)).hex()));
    }
    // Then
    awaitSuccess(id);
  }

  @Test
  void what_cannot_be_taken_on_is_refused_in_words() {
    // Given
    String executed = submit(Map.of("target", "execute")).statusCode(202).extract().path("id");
    // When, then
    problem(
        json(Map.of("options", Map.of("from", executed))),
        409,
        "no-final-proof",
        "its target is execute");
    problem(
        json(Map.of("options", Map.of("from", UUID.randomUUID().toString()))),
        404,
        "unknown-proof",
        "there is no proof");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"from\":\"17\"} | no proof id",
        "{\"from\":\"%s\",\"target\":\"stark\"} | target snark only",
        "{\"from\":\"%s\",\"maxCycles\":5} | nothing is run again",
        "{\"from\":\"%s\",\"elfId\":\"00\"} | send none with it",
      })
  void a_submission_that_takes_on_and_sends_is_refused(String options, String words) {
    problem(
        given()
            .contentType(ContentType.JSON)
            .body("{\"options\":" + options.formatted(UUID.randomUUID()) + "}")
            .post("/v1/proofs")
            .then(),
        400,
        "malformed-request",
        words);
  }

  @Test
  void the_verifier_is_described_with_all_that_a_caller_needs() {
    byte[] verifier = FakeKeySet.content(KeyFiles.VERIFIER);
    byte[] bytecode =
        HexFormat.of()
            .parseHex(new String(FakeKeySet.content(KeyFiles.BYTECODE), StandardCharsets.US_ASCII));
    var _ =
        given()
            .get("/v1/verifiers/" + FakeKeySet.ENGINE)
            .then()
            .statusCode(200)
            .body("engineVersion", equalTo(FakeKeySet.ENGINE))
            .body("setup", equalTo("ceremony"))
            .body("keySet", equalTo(KEY_SET))
            .body("solidity", equalTo("content of Verifier.sol"))
            .body("abi.find { it.name == 'verify' }.inputs", hasSize(5))
            .body("verifier", equalTo(new String(verifier, StandardCharsets.UTF_8)))
            .body("verifierSha256", equalTo(Digest.of(verifier).hex()))
            .body("bytecode", equalTo("0x6001600155"))
            .body("bytecodeSha256", equalTo(Digest.of(bytecode).hex()))
            .body("addresses.'1'", equalTo(StageResource.OnChain.ADDRESS));
    var _ =
        given()
            .get("/v1/verifiers")
            .then()
            .statusCode(200)
            .body("verifiers.engineVersion", hasItem(FakeKeySet.ENGINE))
            .body("verifiers.url", hasItem("/v1/verifiers/" + FakeKeySet.ENGINE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"openvm-2.0.2/3-other", "openvm-2.0.2%2F3-other"})
  void the_slashes_of_another_engine_version_are_part_of_it(String path) {
    problem(
        given().urlEncodingEnabled(false).get("/v1/verifiers/" + path).then(),
        404,
        "unknown-verifier",
        "not of openvm-2.0.2/3-other");
  }

  private static ValidatableResponse submit(Map<String, String> options) {
    Base64.Encoder base64 = Base64.getEncoder();
    return json(
        Map.of(
            "program",
            base64.encodeToString(TestElf.of(1)),
            "stdin",
            base64.encodeToString(new byte[] {'1'}),
            "options",
            options));
  }

  private static ValidatableResponse json(Map<String, ?> body) {
    return given().contentType(ContentType.JSON).body(body).post("/v1/proofs").then();
  }

  private static void problem(ValidatableResponse response, int status, String slug, String words) {
    var _ =
        response
            .statusCode(status)
            .body("type", equalTo("urn:provelet:problem:" + slug))
            .body("detail", containsString(words));
  }

  private static void awaitSuccess(String id) {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () ->
                assertThat(given().get("/v1/proofs/" + id).then().extract().<String>path("state"))
                    .isEqualTo("SUCCEEDED"));
  }
}
