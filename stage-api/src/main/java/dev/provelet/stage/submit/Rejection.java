package dev.provelet.stage.submit;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;

/** Why a request is not granted; whoever asks can do something about it. */
public sealed interface Rejection {
  /** For the client: what is wrong and what would be right. */
  String message();

  /** The request is not well-formed. */
  record Malformed(String message) implements Rejection {}

  /** The program cannot be run. */
  record InvalidProgram(String message) implements Rejection {}

  /**
   * Something is larger than may be.
   *
   * @param what the part
   * @param limit in bytes
   * @param setting the operator's name for the limit
   */
  record TooLarge(String what, long limit, String setting) implements Rejection {
    @Override
    public String message() {
      return what + " is larger than " + limit + " bytes, the limit " + setting;
    }
  }

  /** Another proof has the id that the client chose. */
  record IdTaken(ProofId id) implements Rejection {
    @Override
    public String message() {
      return "proof " + id + " exists and is of other content: choose another id";
    }
  }

  record UnknownProof(ProofId id) implements Rejection {
    @Override
    public String message() {
      return "there is no proof " + id;
    }
  }

  record UnknownProgram(Digest elfId) implements Rejection {
    @Override
    public String message() {
      return "the program " + elfId + " is not known here: send the ELF";
    }
  }

  /** It could be had, but not here. */
  record NotOffered(String message) implements Rejection {}

  /**
   * A proof is to be taken on that cannot be.
   *
   * @param reason why, and what would be right
   */
  record NoFinalProof(ProofId id, String reason) implements Rejection {
    @Override
    public String message() {
      return "proof " + id + " cannot be taken on: " + reason;
    }
  }

  /** No verifier of on-chain proofs is known. */
  record UnknownVerifier(String message) implements Rejection {}

  /** Too late to be cancelled. */
  record AlreadyOver(ProofId id) implements Rejection {
    @Override
    public String message() {
      return "proof " + id + " is over already";
    }
  }
}
