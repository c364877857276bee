package dev.provelet.stage.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Kind;
import dev.provelet.contract.stage.v1.GenerateProofRequest;
import dev.provelet.contract.stage.v1.GenerateProofResponse;
import dev.provelet.contract.stage.v1.GetStatusRequest;
import dev.provelet.contract.stage.v1.GetStatusResponse;
import dev.provelet.contract.stage.v1.StageServiceGrpc;
import dev.provelet.contract.stage.v1.StageServiceGrpc.StageServiceBlockingStub;
import dev.provelet.contract.stage.v1.Status;
import dev.provelet.contract.stage.v1.Step;
import dev.provelet.stage.testing.FakeFunction;
import dev.provelet.stage.testing.StageResource;
import dev.provelet.stage.testing.TestElf;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** stage.v1 of a stage whose operator has configured a key set. */
@QuarkusTest
@TestProfile(StageResource.OnChain.class)
@QuarkusTestResource(StageResource.class)
@SuppressWarnings("NullAway.Init") // Injected.
final class OnChainGrpcIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TestHTTPResource("/")
  URI http;

  FakeFunction function;
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
    function.forget();
    channel.shutdownNow();
  }

  @Test
  void an_absent_target_is_a_proof_for_a_chain() {
    // Given
    String id = UUID.randomUUID().toString();
    // When
    GenerateProofResponse accepted = stage.generateProof(request(id).build());
    GetStatusResponse end = awaitStatus(id, status -> status.getStatus() != Status.COMPUTING);
    // Then
    assertThat(accepted.getStatus()).isEqualTo(Status.COMPUTING);
    assertThat(accepted.getErrorMessage()).isEmpty();
    assertThat(end.getStatus()).isEqualTo(Status.SUCCESS);
    assertThat(end.getStep()).isEqualTo(Step.End);
    assertThat(end.getSnarkProofUrl())
        .isEqualTo("http://files.example/" + id + "/snark/proof_with_public_inputs.json");
    assertThat(end.getStarkProofUrl()).isEqualTo("http://files.example/" + id + "/proof.bin");
    assertThat(end.getPublicValuesUrl()).endsWith("/wrap/public_values.bin");
  }

  @Test
  void the_steps_go_from_the_aggregate_to_the_snark_to_the_end() {
    // Given a wrap and a root proof that end when they are told to
    CountDownLatch wrap = new CountDownLatch(1);
    CountDownLatch root = new CountDownLatch(1);
    var _ = function.next("wrap", waitingFor(wrap)).next("root", waitingFor(root));
    String id = UUID.randomUUID().toString();
    // When, then
    var _ = stage.generateProof(request(id).setTargetStep(Step.InSnark).build());
    var _ = awaitStatus(id, status -> status.getStep() == Step.InAgg);
    wrap.countDown();
    var _ = awaitStatus(id, status -> status.getStep() == Step.InSnark);
    root.countDown();
    var _ = awaitStatus(id, status -> status.getStep() == Step.End);
  }

  @Test
  void a_failure_of_the_snark_is_one_and_so_is_that_of_its_verification() {
    for (String task : new String[] {"root", "snark", "wrap-evm", "verify-snark"}) {
      // Given
      var _ =
          function.next(
              task,
              3,
              (_, answer) -> {
                answer.accept();
                answer.failed(Kind.ENGINE, "as scripted", null);
              });
      String id = UUID.randomUUID().toString();
      // When
      var _ = stage.generateProof(request(id).setTargetStep(Step.InSnark).build());
      // Then
      assertThat(awaitStatus(id, status -> status.getStatus() != Status.COMPUTING).getStatus())
          .as(task)
          .isEqualTo(Status.SNARK_ERROR);
    }
  }

  private static FakeFunction.Behaviour waitingFor(CountDownLatch latch) {
    return (_, answer) -> {
      answer.accept();
      answer.read();
      try {
        while (!latch.await(200, TimeUnit.MILLISECONDS)) {
          answer.send(new FunctionEvent.Heartbeat());
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      answer.finish();
    };
  }

  private static GenerateProofRequest.Builder request(String id) {
    return GenerateProofRequest.newBuilder()
        .setProofId(id)
        .setElfData(ByteString.copyFrom(TestElf.of(1)))
        .setSegSize(65536)
        .setPrivateInputStream(ByteString.copyFromUtf8("1"));
  }

  private GetStatusResponse awaitStatus(String id, Predicate<GetStatusResponse> reached) {
    return await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> stage.getStatus(GetStatusRequest.newBuilder().setProofId(id).build()), reached);
  }
}
