package dev.provelet.contract.snark;

/** How the verifier's contract is called. */
public final class VerifierAbi {
  private static final String EVERYWHERE =
      """
      {"type":"function","name":"verify","stateMutability":"view",\
      "inputs":[{"name":"publicInputSha256","type":"bytes32"},\
      {"name":"outputSha256","type":"bytes32"},{"name":"appExeCommit","type":"bytes32"},\
      {"name":"appVmCommit","type":"bytes32"},{"name":"proof","type":"bytes"}],"outputs":[]},\
      {"type":"error","name":"InvalidProof","inputs":[]},\
      {"type":"error","name":"WrongProofLength",\
      "inputs":[{"name":"actual","type":"uint256"},{"name":"expected","type":"uint256"}]},\
      {"type":"error","name":"NotCanonical","inputs":[]}""";

  private static final String ON_ANOTHER_CHAIN =
      """
      ,{"type":"error","name":"InsecureSetup","inputs":[{"name":"chainId","type":"uint256"}]}""";

  /**
   * Its interface as JSON: the call that an on-chain proof's calldata is, which returns nothing if
   * the proof is valid, and its errors if it is not.
   *
   * @param setup whose contract it is
   */
  public static String json(Setup setup) {
    return switch (setup) {
      case CEREMONY -> "[" + EVERYWHERE + "]";
      case INSECURE_DEV -> "[" + EVERYWHERE + ON_ANOTHER_CHAIN + "]";
    };
  }

  private VerifierAbi() {}
}
