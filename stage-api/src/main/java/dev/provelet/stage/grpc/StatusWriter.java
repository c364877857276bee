package dev.provelet.stage.grpc;

import com.google.protobuf.ByteString;
import dev.provelet.contract.artifact.PublishedName;
import dev.provelet.contract.stage.v1.GetStatusResponse;
import dev.provelet.contract.stage.v1.Status;
import dev.provelet.contract.stage.v1.Step;
import dev.provelet.stage.plan.TaskKind;
import dev.provelet.stage.proof.Failure;
import dev.provelet.stage.proof.Proof;
import dev.provelet.stage.proof.ProofState;
import dev.provelet.stage.publish.PublishedResults;
import dev.provelet.stage.status.ProofStatus;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/** Makes a {@link GetStatusResponse} of how a proof stands. */
final class StatusWriter {
  private StatusWriter() {}

  static GetStatusResponse.Builder response(ProofStatus status, URI publicFileServer) {
    Proof proof = status.proof();
    GetStatusResponse.Builder response =
        GetStatusResponse.newBuilder()
            .setProofId(proof.id().toString())
            .setStatus(status(proof.state()))
            .setStep(step(status))
            .setElfId(ByteString.copyFrom(proof.request().elfId().bytes()));
    proof.runEnd().ifPresent(end -> response.setTotalSteps(end.cycles()));
    if (proof.state() instanceof ProofState.Succeeded(Instant at)) {
      response.setProvingTime(Duration.between(proof.submittedAt(), at).toMillis());
      results(proof, publicFileServer, response);
    }
    return response;
  }

  private static void results(
      Proof proof, URI publicFileServer, GetStatusResponse.Builder response) {
    String base = publicFileServer.toString().replaceAll("/+$", "") + "/" + proof.id() + "/";
    for (PublishedName name : PublishedResults.of(proof.request().target())) {
      switch (name) {
        case PROOF, SEGMENT_PROOFS -> response.setStarkProofUrl(base + name.path());
        case WRAP_PUBLIC_VALUES -> response.setPublicValuesUrl(base + name.path());
        case SNARK_PROOF -> response.setSnarkProofUrl(base + name.path());
        case OUTPUT, PUBLIC_VALUES, REPORT, SNARK_RAW_PROOF, SNARK_CALLDATA -> {}
      }
    }
  }

  private static Status status(ProofState state) {
    return switch (state) {
      case ProofState.Queued _, ProofState.Running _ -> Status.COMPUTING;
      case ProofState.Succeeded _ -> Status.SUCCESS;
      case ProofState.Cancelled _ -> Status.INTERNAL_ERROR;
      case ProofState.Failed(_, Failure failure) ->
          switch (TaskKind.ofTask(failure.task())) {
            case EXECUTE, SPLIT -> Status.SPLIT_ERROR;
            case PROVE -> Status.PROVE_ERROR;
            case LEAF, INTERNAL, RECURSIVE, WRAP -> Status.AGG_ERROR;
            case ROOT, SNARK, WRAP_EVM, VERIFY_SNARK -> Status.SNARK_ERROR;
            case VERIFY, PUBLISH -> Status.INTERNAL_ERROR;
          };
    };
  }

  /** Never a number that an old client does not know. */
  private static Step step(ProofStatus status) {
    if (status.proof().state() instanceof ProofState.Queued) {
      return Step.Init;
    }
    return switch (status.progress().step()) {
      case EXECUTE, SPLIT -> Step.InSplit;
      case PROVE -> Step.InProve;
      case AGGREGATE -> aggregation(status);
      case SNARK -> Step.InSnark;
      case VERIFY -> verification(status);
      case END -> Step.End;
    };
  }

  private static Step aggregation(ProofStatus status) {
    return switch (status.proof().request().target()) {
      case EXECUTE -> Step.InSplit;
      case SEGMENTS -> Step.InProve;
      case STARK, SNARK -> Step.InAgg;
    };
  }

  private static Step verification(ProofStatus status) {
    return switch (status.proof().request().target()) {
      case EXECUTE, SEGMENTS, STARK -> aggregation(status);
      case SNARK -> Step.InSnark;
    };
  }
}
