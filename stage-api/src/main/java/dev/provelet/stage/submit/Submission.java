package dev.provelet.stage.submit;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.stage.plan.ProofTarget;
import dev.provelet.stage.proof.ProofRequest.Limits;
import java.util.Optional;

/**
 * What a client asks for.
 *
 * @param id chosen by the client, so that it can repeat the request safely
 */
public record Submission(
    Optional<ProofId> id, Program program, Inputs inputs, ProofTarget target, Limits limits) {

  /** Which program. */
  public sealed interface Program {
    /** This ELF. */
    record Elf(Upload bytes) implements Program {}

    /** One that was sent before. */
    record Known(Digest elfId) implements Program {}

    /** That of a proof whose final proof is taken on, with its inputs: nothing is run again. */
    record Proved(ProofId proof) implements Program {}
  }

  /** What the program reads. */
  public record Inputs(Upload stdin, Upload publicInput) {}
}
