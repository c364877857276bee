package dev.provelet.engine;

import java.util.List;

/** A program loaded into an engine. Usable by several threads at once. */
public interface EngineProgram extends AutoCloseable {

  /**
   * The commitment to program, initial memory, entry and machine that a verifier checks; 32 bytes.
   */
  byte[] id() throws EngineException;

  /**
   * What on-chain proofs of this program say of it.
   *
   * @throws EngineException {@link EngineStatus#UNSUPPORTED} where the engine was built without
   */
  Commitments commitments() throws EngineException;

  /** Runs to the end. A guest that fails is a report, not an exception. */
  ExecutionReport execute(List<byte[]> inputs, RunLimits limits, RunListener listener)
      throws EngineException;

  /** As {@link #execute}, and counts every instruction; slower by about a third. */
  RunProfile profile(List<byte[]> inputs, RunLimits limits, RunListener listener)
      throws EngineException;

  /** Runs to the end and hands out segment objects as soon as each is known. */
  ExecutionReport split(List<byte[]> inputs, RunLimits limits, RunListener listener)
      throws EngineException;

  /**
   * Proves one segment object of this program.
   *
   * @param inputs those of the split
   * @return a proof object
   */
  byte[] prove(List<byte[]> inputs, byte[] segment) throws EngineException;

  /**
   * Finds out why the proof of a segment does not verify: proves nothing, and checks each
   * constraint on each row of its traces, and that all buses balance. Takes several times the
   * memory of a proof.
   *
   * @throws EngineException naming the AIR and the row, or the bus and the AIRs that do not agree
   */
  void check(List<byte[]> inputs, byte[] segment) throws EngineException;

  @Override
  void close();
}
