package dev.provelet.stage.plan;

/** What a proof begins with. */
public enum ProofOrigin {
  /** A program that is run. */
  PROGRAM,
  /** The final proof of another proof: nothing is run or proved again. */
  FINAL_PROOF
}
