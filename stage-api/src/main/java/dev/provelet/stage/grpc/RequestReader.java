package dev.provelet.stage.grpc;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.contract.function.Step.RunLimits;
import dev.provelet.contract.stage.v1.GenerateProofRequest;
import dev.provelet.stage.plan.ProofTarget;
import dev.provelet.stage.proof.ProofRequest.Limits;
import dev.provelet.stage.submit.RejectedException;
import dev.provelet.stage.submit.Rejection;
import dev.provelet.stage.submit.Submission;
import dev.provelet.stage.submit.Submission.Inputs;
import dev.provelet.stage.submit.Submission.Program;
import dev.provelet.stage.submit.Upload;
import java.util.Optional;

/** Makes a submission of a {@link GenerateProofRequest}, or says what is wrong with it. */
final class RequestReader {
  private RequestReader() {}

  /**
   * @param onChain whether on-chain proofs are made here
   */
  static Submission submission(GenerateProofRequest request, boolean onChain) {
    ProofId id = proofId(request.getProofId());
    ProofTarget target = target(request, onChain);
    refuseWhatIsNotOffered(request);
    return new Submission(
        Optional.of(id),
        program(request),
        new Inputs(
            Upload.of(request.getPrivateInputStream().toByteArray()),
            Upload.of(request.getPublicInputStream().toByteArray())),
        target,
        new Limits(0, logHeight(request.getSegSize()), maxFunctions(request)));
  }

  static ProofId proofId(String text) {
    try {
      return ProofId.parse(text);
    } catch (IllegalArgumentException e) {
      throw malformed("proof_id: " + e.getMessage());
    }
  }

  /** Whether a target that is absent, and means Snark, cannot be had. */
  static boolean endsAtAggregate(GenerateProofRequest request, boolean onChain) {
    return !request.getCompositeProof() && !request.hasTargetStep() && !onChain;
  }

  private static ProofTarget target(GenerateProofRequest request, boolean onChain) {
    if (request.getCompositeProof()) {
      return ProofTarget.SEGMENTS;
    }
    if (!request.hasTargetStep()) {
      // Absent means a proof for a chain.
      return onChain ? ProofTarget.SNARK : ProofTarget.STARK;
    }
    return switch (request.getTargetStep()) {
      case InSplit -> ProofTarget.EXECUTE;
      case InAgg -> ProofTarget.STARK;
      case InSnark -> ProofTarget.SNARK;
      case Init, InProve, InAggAll, End, UNRECOGNIZED ->
          throw malformed("target_step is Split (1), Agg (3) or Snark (5)");
    };
  }

  private static void refuseWhatIsNotOffered(GenerateProofRequest request) {
    if (request.hasFromStep()) {
      throw malformed(
          "from_step is not offered: a proof starts from its program. The HTTP API takes a finished"
              + " proof on (from)");
    }
    if (request.getReceiptInputsCount() > 0 || request.getReceiptsCount() > 0) {
      throw malformed("receipts are not offered yet: a program cannot verify other proofs");
    }
    if (request.getBlockDataCount() > 0) {
      throw malformed("block_data is not offered yet: send all input in private_input_stream");
    }
  }

  private static Program program(GenerateProofRequest request) {
    if (!request.getElfData().isEmpty()) {
      byte[] elf = request.getElfData().toByteArray();
      String id = request.getElfId();
      if (!id.isEmpty() && !id.equalsIgnoreCase(Digest.of(elf).hex())) {
        throw malformed(
            "elf_id is not the SHA-256 of elf_data: send only one of them, or both of the same"
                + " ELF");
      }
      return new Program.Elf(Upload.of(elf));
    }
    if (!request.hasElfId() || request.getElfId().isEmpty()) {
      throw malformed("send the program's ELF as elf_data, or elf_id, its SHA-256");
    }
    try {
      return new Program.Known(Digest.parse(request.getElfId()));
    } catch (IllegalArgumentException e) {
      throw malformed("elf_id: " + e.getMessage());
    }
  }

  /** A segment of about so many cycles: the next power of two that the engine takes. */
  private static int logHeight(int segSize) {
    if (segSize == 0) {
      return 0;
    }
    int log = 32 - Integer.numberOfLeadingZeros(segSize - 1);
    return Math.clamp(
        log, RunLimits.LOWEST_SEGMENT_LOG_HEIGHT, RunLimits.HIGHEST_SEGMENT_LOG_HEIGHT);
  }

  private static int maxFunctions(GenerateProofRequest request) {
    if (request.getSingleNode()) {
      return 1;
    }
    // The number is unsigned on the wire.
    return (int) Math.min(Integer.toUnsignedLong(request.getMaxProverNum()), Limits.MOST_FUNCTIONS);
  }

  private static RejectedException malformed(String message) {
    return new RejectedException(new Rejection.Malformed(message));
  }
}
