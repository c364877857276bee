package dev.provelet.stage.grpc;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.google.protobuf.ByteString;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.stage.v1.BlockFileItem;
import dev.provelet.contract.stage.v1.GenerateProofRequest;
import dev.provelet.contract.stage.v1.GenerateProofResponse;
import dev.provelet.contract.stage.v1.GetStatusRequest;
import dev.provelet.contract.stage.v1.GetStatusResponse;
import dev.provelet.contract.stage.v1.StageServiceGrpc;
import dev.provelet.contract.stage.v1.StageServiceGrpc.StageServiceBlockingStub;
import dev.provelet.contract.stage.v1.Status;
import dev.provelet.contract.stage.v1.Step;
import dev.provelet.stage.testing.StageResource;
import dev.provelet.stage.testing.TestElf;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(StageResource.class)
@SuppressWarnings("NullAway.Init") // Injected.
final class StageGrpcServiceIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TestHTTPResource("/")
  URI http;

  private ManagedChannel channel;
  private StageServiceBlockingStub stage;

  @BeforeEach
  void connect() {
    channel =
        ManagedChannelBuilder.forAddress(http.getHost(), http.getPort()).usePlaintext().build();
    stage = StageServiceGrpc.newBlockingStub(channel);
  }

  @AfterEach
  void disconnect() {
    channel.shutdownNow();
  }

  @Test
  void a_proof_is_accepted_at_once_and_polled_until_its_results_are_there() {
    // When
    String id = UUID.randomUUID().toString();
    GenerateProofResponse accepted =
        stage.generateProof(request(id).setTargetStep(Step.InAgg).build());
    assertThat(accepted.getStatus()).isEqualTo(Status.COMPUTING);
    GetStatusResponse end = awaitEnd(id);
    // Then
    assertThat(end.getStatus()).isEqualTo(Status.SUCCESS);
    assertThat(end.getStep()).isEqualTo(Step.End);
    assertThat(end.getTotalSteps()).isEqualTo(2000);
    assertThat(end.getElfId().toByteArray()).isEqualTo(Digest.of(TestElf.of(1)).bytes());
    assertThat(end.getStarkProofUrl()).isEqualTo("http://files.example/" + id + "/proof.bin");
    assertThat(end.getPublicValuesUrl())
        .isEqualTo("http://files.example/" + id + "/wrap/public_values.bin");
    assertThat(end.getOutputStream().toStringUtf8()).startsWith("output of ");
  }

  @Test
  void the_bytes_of_a_message_are_those_that_are_stored_and_read() {
    // Given all values
    String id = UUID.randomUUID().toString();
    byte[] stdin = new byte[100_000];
    new Random(3).nextBytes(stdin);
    byte[] publicInput = new byte[256];
    for (int i = 0; i < publicInput.length; i++) {
      publicInput[i] = (byte) i;
    }
    // When
    var _ =
        stage.generateProof(
            request(id)
                .setPrivateInputStream(ByteString.copyFrom(stdin))
                .setPublicInputStream(ByteString.copyFrom(publicInput))
                .setTargetStep(Step.InAgg)
                .build());
    GetStatusResponse end = awaitEnd(id);
    // Then; this protocol has room for the program's digest, the HTTP API for all
    assertThat(end.getStatus()).isEqualTo(Status.SUCCESS);
    assertThat(end.getElfId().toByteArray()).isEqualTo(Digest.of(TestElf.of(1)).bytes());
    for (String which : List.of("inputs.stored", "inputs.read")) {
      var _ =
          given()
              .get("/v1/proofs/" + id)
              .then()
              .body(which + ".program.sha256", equalTo(Digest.of(TestElf.of(1)).hex()))
              .body(which + ".stdin.sha256", equalTo(Digest.of(stdin).hex()))
              .body(which + ".stdin.size", equalTo(stdin.length))
              .body(which + ".public.sha256", equalTo(Digest.of(publicInput).hex()))
              .body(which + ".public.size", equalTo(publicInput.length));
    }
  }

  @Test
  void an_elf_may_say_its_digest() {
    String id = UUID.randomUUID().toString();

    GenerateProofResponse accepted =
        stage.generateProof(
            request(id)
                .setElfId(Digest.of(TestElf.of(1)).hex())
                .setTargetStep(Step.InSplit)
                .build());

    assertThat(accepted.getStatus()).isEqualTo(Status.COMPUTING);
  }

  @Test
  void without_a_key_set_an_absent_target_ends_at_the_aggregate_and_the_answer_says_so() {
    // Given
    String id = UUID.randomUUID().toString();
    // When
    GenerateProofResponse accepted = stage.generateProof(request(id).build());
    GetStatusResponse end = awaitEnd(id);
    // Then
    assertThat(accepted.getStatus()).isEqualTo(Status.COMPUTING);
    assertThat(accepted.getErrorMessage()).contains("no key set", "ends at the aggregate");
    assertThat(end.getStatus()).isEqualTo(Status.SUCCESS);
    assertThat(end.getStarkProofUrl()).endsWith("/proof.bin");
    assertThat(end.getSnarkProofUrl()).isEmpty();
  }

  @Test
  void target_split_executes_only() {
    // Given
    String id = UUID.randomUUID().toString();
    // When
    var _ = stage.generateProof(request(id).setTargetStep(Step.InSplit).build());
    GetStatusResponse end = awaitEnd(id);
    // Then
    assertThat(end.getStatus()).isEqualTo(Status.SUCCESS);
    assertThat(end.getStarkProofUrl()).isEmpty();
  }

  @Test
  void a_composite_proof_is_its_segments_proofs() {
    // Given
    String id = UUID.randomUUID().toString();
    // When
    var _ = stage.generateProof(request(id).setCompositeProof(true).build());
    // Then
    assertThat(awaitEnd(id).getStarkProofUrl()).endsWith("/segments.bin");
  }

  @Test
  void a_message_much_larger_than_grpcs_own_limit_is_taken() {
    // Given
    String id = UUID.randomUUID().toString();
    ByteString elf = ByteString.copyFrom(TestElf.of(3, 20 << 20));
    // When
    GenerateProofResponse accepted =
        stage.generateProof(request(id).setElfData(elf).setTargetStep(Step.InSplit).build());
    // Then
    assertThat(accepted.getErrorMessage()).isEmpty();
    assertThat(accepted.getStatus()).isEqualTo(Status.COMPUTING);
    assertThat(awaitEnd(id).getStatus()).isEqualTo(Status.SUCCESS);
  }

  @Test
  void a_guest_that_fails_is_an_error_of_the_step_that_ran_it() {
    // Given
    String id = UUID.randomUUID().toString();
    // When
    var _ =
        stage.generateProof(
            request(id)
                .setTargetStep(Step.InAgg)
                .setPrivateInputStream(ByteString.copyFromUtf8("exit 7"))
                .build());
    // Then
    assertThat(awaitEnd(id).getStatus()).isEqualTo(Status.SPLIT_ERROR);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void a_mistake_is_an_ok_with_invalid_parameter_and_words(
      GenerateProofRequest request, String words) {
    // When
    GenerateProofResponse response = stage.generateProof(request);
    // Then
    assertThat(response.getStatus()).isEqualTo(Status.INVALID_PARAMETER);
    assertThat(response.getErrorMessage()).contains(words);
  }

  static Stream<Arguments> mistakes() {
    String id = UUID.randomUUID().toString();
    GenerateProofRequest.Builder good = request(id).setTargetStep(Step.InAgg);
    return Stream.of(
        Arguments.of(good.clone().setProofId("../../etc").build(), "no proof id"),
        Arguments.of(
            good.clone().setTargetStep(Step.InSnark).build(),
            "its operator has configured no key set"),
        Arguments.of(good.clone().setTargetStep(Step.InProve).build(), "target_step is"),
        Arguments.of(good.clone().setTargetStepValue(17).build(), "target_step is"),
        Arguments.of(good.clone().setFromStep(Step.InAgg).build(), "from_step"),
        Arguments.of(good.clone().addReceipts(ByteString.EMPTY).build(), "receipts"),
        Arguments.of(
            good.clone().addBlockData(BlockFileItem.getDefaultInstance()).build(), "block_data"),
        Arguments.of(good.clone().clearElfData().build(), "elf_data"),
        Arguments.of(good.clone().clearElfData().setElfId("0xAB").build(), "elf_id"),
        Arguments.of(
            good.clone().setElfId("0".repeat(64)).build(), "elf_id is not the SHA-256 of elf_data"),
        Arguments.of(
            good.clone().clearElfData().setElfId("0".repeat(64)).build(), "is not known here"),
        Arguments.of(
            good.clone().setElfData(ByteString.copyFromUtf8("#!/bin/sh".repeat(20))).build(),
            "ELF"));
  }

  @Test
  void a_second_request_with_the_id_of_another_is_refused() {
    // Given
    String id = UUID.randomUUID().toString();
    var _ = stage.generateProof(request(id).setTargetStep(Step.InSplit).build());
    // When the same, then another
    GenerateProofResponse same =
        stage.generateProof(request(id).setTargetStep(Step.InSplit).build());
    GenerateProofResponse other =
        stage.generateProof(request(id).setTargetStep(Step.InAgg).build());
    // Then
    assertThat(same.getStatus()).isEqualTo(Status.COMPUTING);
    assertThat(other.getStatus()).isEqualTo(Status.INVALID_PARAMETER);
  }

  @Test
  void an_unknown_proof_is_never_a_success() {
    for (String id : new String[] {UUID.randomUUID().toString(), "", "17"}) {
      GetStatusResponse response =
          stage.getStatus(GetStatusRequest.newBuilder().setProofId(id).build());
      assertThat(response.getStatus()).isEqualTo(Status.INVALID_PARAMETER);
    }
  }

  private static GenerateProofRequest.Builder request(String id) {
    return GenerateProofRequest.newBuilder()
        .setProofId(id)
        .setElfData(ByteString.copyFrom(TestElf.of(1)))
        .setSegSize(65536)
        .setPrivateInputStream(ByteString.copyFromUtf8("2"));
  }

  private GetStatusResponse awaitEnd(String id) {
    return await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> stage.getStatus(GetStatusRequest.newBuilder().setProofId(id).build()),
            response -> response.getStatus() != Status.COMPUTING);
  }
}
