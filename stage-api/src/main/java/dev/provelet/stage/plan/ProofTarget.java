package dev.provelet.stage.plan;

/** How far a proof is taken. */
public enum ProofTarget {
  /** Run the program, prove nothing. */
  EXECUTE,
  /** Prove each segment of the run; the proofs are composed elsewhere. */
  SEGMENTS,
  /** One proof of the whole run. */
  STARK,
  /** That, and a proof of it for a blockchain's contract. */
  SNARK
}
