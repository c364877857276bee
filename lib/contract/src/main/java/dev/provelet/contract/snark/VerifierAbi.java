package dev.provelet.contract.snark;

/** How the verifier's contract is called. */
public final class VerifierAbi {
  /**
   * Its interface as JSON: the call that an on-chain proof's calldata is, which returns nothing if
   * the proof is valid, and its errors if it is not.
   */
  public static final String JSON =
      """
      [{"type":"function","name":"verify","stateMutability":"view",\
      "inputs":[{"name":"publicInputSha256","type":"bytes32"},\
      {"name":"outputSha256","type":"bytes32"},{"name":"appExeCommit","type":"bytes32"},\
      {"name":"appVmCommit","type":"bytes32"},{"name":"proof","type":"bytes"}],"outputs":[]},\
      {"type":"error","name":"InvalidProof","inputs":[]},\
      {"type":"error","name":"WrongProofLength",\
      "inputs":[{"name":"actual","type":"uint256"},{"name":"expected","type":"uint256"}]},\
      {"type":"error","name":"NotCanonical","inputs":[]}]""";

  private VerifierAbi() {}
}
