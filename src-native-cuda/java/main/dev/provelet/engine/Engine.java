package dev.provelet.engine;

import java.util.List;

/**
 * The proving engine: loads programs, aggregates and verifies proofs. Usable by several threads at
 * once. Calls that prove block for seconds to minutes and must be made from platform threads: a
 * downcall pins its carrier.
 */
public interface Engine extends AutoCloseable {

  EngineDescription describe();

  /** Reads or makes a machine's keys of one purpose now, rather than when they are first needed. */
  void prepare(Machine machine, Keys keys) throws EngineException;

  /**
   * Estimates how much of its device's memory a segment's proof takes at most. Needs the public
   * part of the machine's segment keys, which take seconds where they have to be made.
   *
   * @param segmentLogHeight as in {@link RunLimits}
   * @param memoryTop the address behind the memory that the program uses
   * @return bytes
   */
  long segmentMemory(Machine machine, int segmentLogHeight, long memoryTop) throws EngineException;

  /**
   * @param program in the format of {@code docs/program-format.md}
   */
  EngineProgram load(byte[] program) throws EngineException;

  /**
   * Proves that the children verify and follow one another.
   *
   * @param children proof objects, consecutive and in order
   * @return a proof object
   * @throws EngineException {@link EngineStatus#INVALID_PROOF}, which names the child that is
   *     refused, if it is one
   */
  byte[] aggregate(AggregationLayer layer, List<byte[]> children) throws EngineException;

  /**
   * Checks a final proof.
   *
   * @param programId 32 bytes, see {@link EngineProgram#id}; says on which machine it must have run
   * @param publicValues 64 bytes
   * @throws EngineException with {@link EngineStatus#REJECTED} or {@link
   *     EngineStatus#INVALID_PROOF} and the reason, if it does not prove exactly this
   */
  void verify(byte[] programId, byte[] publicValues, byte[] proof) throws EngineException;

  /**
   * Checks an on-chain proof. Takes milliseconds.
   *
   * @param verifier a key set's {@code verifier.json}
   * @param programId 32 bytes, see {@link EngineProgram#id}
   * @param publicValues 64 bytes
   * @param proof the JSON of an on-chain proof
   * @throws EngineException with {@link EngineStatus#REJECTED} or {@link
   *     EngineStatus#INVALID_PROOF} and the reason, if it does not prove exactly this; {@link
   *     EngineStatus#INVALID_ARGUMENT} if the verifier is none; {@link EngineStatus#UNSUPPORTED}
   */
  void verifySnark(byte[] verifier, byte[] programId, byte[] publicValues, byte[] proof)
      throws EngineException;

  @Override
  void close();

  /** Machines, see {@code PV_MACHINE_*}; which one runs a program follows from its instructions. */
  enum Machine {
    BASE,
    ACCELERATED,
    LARGE_BASE,
    LARGE_ACCELERATED
  }

  /** Purposes of keys, see {@code PV_KEYS_*}. */
  enum Keys {
    VERIFY,
    SEGMENT,
    AGGREGATE
  }
}
