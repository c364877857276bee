package dev.provelet.stage.grpc;

import com.google.protobuf.ByteString;
import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.contract.artifact.PublishedName;
import dev.provelet.contract.stage.v1.GenerateProofRequest;
import dev.provelet.contract.stage.v1.GenerateProofResponse;
import dev.provelet.contract.stage.v1.GetStatusRequest;
import dev.provelet.contract.stage.v1.GetStatusResponse;
import dev.provelet.contract.stage.v1.StageServiceGrpc;
import dev.provelet.contract.stage.v1.Status;
import dev.provelet.objectstore.ObjectStore;
import dev.provelet.stage.StageConfig;
import dev.provelet.stage.metrics.RequestMetrics;
import dev.provelet.stage.proof.ProofState;
import dev.provelet.stage.snark.KeySets;
import dev.provelet.stage.status.ProofStatus;
import dev.provelet.stage.status.ProofStatuses;
import dev.provelet.stage.submit.RejectedException;
import dev.provelet.stage.submit.SubmissionHandler;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * {@code stage.v1.StageService}: what a client did wrong is an OK with INVALID_PARAMETER, what we
 * cannot do now is gRPC INTERNAL, as its clients expect.
 */
@GrpcService
class StageGrpcService extends StageServiceGrpc.StageServiceImplBase {
  private static final Logger LOG = Logger.getLogger(StageGrpcService.class);

  /** A larger output is fetched from the file server. */
  private static final long MAX_INLINE_OUTPUT = 2 << 20;

  private static final String ENDS_AT_AGGREGATE =
      "target_step is absent, which means Snark (5); no on-chain proofs are made here, since no key"
          + " set is configured: the proof ends at the aggregate, as with Agg (3)";

  private final SubmissionHandler submissions;
  private final ProofStatuses statuses;
  private final ObjectStore store;
  private final RequestMetrics metrics;
  private final StageConfig config;
  private final KeySets keySets;

  @Inject
  StageGrpcService(
      SubmissionHandler submissions,
      ProofStatuses statuses,
      ObjectStore store,
      RequestMetrics metrics,
      StageConfig config,
      KeySets keySets) {
    this.submissions = submissions;
    this.statuses = statuses;
    this.store = store;
    this.metrics = metrics;
    this.config = config;
    this.keySets = keySets;
  }

  @Override
  @RunOnVirtualThread
  public void generateProof(
      GenerateProofRequest request, StreamObserver<GenerateProofResponse> answer) {
    answer(answer, () -> metrics.timed(RequestMetrics.GENERATE_PROOF, () -> generate(request)));
  }

  @Override
  @RunOnVirtualThread
  public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> answer) {
    answer(answer, () -> metrics.timed(RequestMetrics.GET_STATUS, () -> status(request)));
  }

  private GenerateProofResponse generate(GenerateProofRequest request) {
    GenerateProofResponse.Builder response =
        GenerateProofResponse.newBuilder().setProofId(request.getProofId());
    try {
      boolean onChain = keySets.configured().isPresent();
      var _ = submissions.submit(RequestReader.submission(request, onChain));
      if (RequestReader.endsAtAggregate(request, onChain)) {
        var _ = response.setErrorMessage(ENDS_AT_AGGREGATE);
      }
      return response.setStatus(Status.COMPUTING).build();
    } catch (RejectedException e) {
      return response
          .setStatus(Status.INVALID_PARAMETER)
          .setErrorMessage(e.rejection().message())
          .build();
    }
  }

  private GetStatusResponse status(GetStatusRequest request) {
    Optional<ProofStatus> found;
    try {
      found = statuses.find(RequestReader.proofId(request.getProofId()));
    } catch (RejectedException _) {
      found = Optional.empty();
    }
    if (found.isEmpty()) {
      return GetStatusResponse.newBuilder()
          .setProofId(request.getProofId())
          .setStatus(Status.INVALID_PARAMETER)
          .build();
    }
    GetStatusResponse.Builder response =
        StatusWriter.response(found.get(), config.publicFileServer());
    if (found.get().proof().state() instanceof ProofState.Succeeded) {
      output(found.get().proof().id()).ifPresent(response::setOutputStream);
    }
    return response.build();
  }

  /** The guest's output, if it is small. */
  private Optional<ByteString> output(ProofId id) {
    ArtifactKey key = ArtifactKey.published(id, PublishedName.OUTPUT);
    if (store.find(key).filter(stat -> stat.size() <= MAX_INLINE_OUTPUT).isEmpty()) {
      return Optional.empty();
    }
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try {
      return store.copyTo(key, content)
          ? Optional.of(ByteString.copyFrom(content.toByteArray()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> void answer(StreamObserver<T> answer, Supplier<T> response) {
    T value;
    try {
      value = response.get();
    } catch (RuntimeException e) {
      LOG.warnf(e, "a gRPC request failed");
      answer.onError(
          io.grpc.Status.INTERNAL
              .withDescription("the request cannot be served now; try again")
              .asRuntimeException());
      return;
    }
    answer.onNext(value);
    answer.onCompleted();
  }
}
