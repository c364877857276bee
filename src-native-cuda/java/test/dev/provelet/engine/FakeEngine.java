package dev.provelet.engine;

import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An engine for tests of those who use one: does what the test says, proves nothing. Its programs
 * are told apart by their first bytes only where the test cares.
 */
public final class FakeEngine implements Engine {
  public static final String VERSION = "fake/1";

  /** What a run does; the default ends at once with verdict 0. */
  @FunctionalInterface
  public interface Run {
    ExecutionReport run(List<byte[]> inputs, RunLimits limits, RunListener listener)
        throws EngineException;
  }

  /** What becomes of a segment, or of children. */
  @FunctionalInterface
  public interface Work {
    byte[] apply(List<byte[]> objects) throws EngineException;
  }

  /** What a segment's proof takes. */
  @FunctionalInterface
  public interface Estimate {
    long bytes(int segmentLogHeight) throws EngineException;
  }

  /** Accepts or throws. */
  @FunctionalInterface
  public interface Check {
    void check(byte[] programId, byte[] publicValues, byte[] proof) throws EngineException;
  }

  /** As {@link Check}, of an on-chain proof. */
  @FunctionalInterface
  public interface SnarkCheck {
    void check(byte[] verifier, byte[] programId, byte[] publicValues, byte[] proof)
        throws EngineException;
  }

  public volatile Run run = (inputs, limits, listener) -> ended(0, 1);
  public volatile Work prove = objects -> objects.getFirst();
  public volatile Work aggregate = objects -> objects.getFirst();
  public volatile Check verify = (id, values, proof) -> {};

  /** Gets the verifier first, then the statement and the on-chain proof. */
  public volatile SnarkCheck verifySnark = (verifier, id, values, proof) -> {};

  public volatile Estimate segmentMemory = height -> 1L << (height + 10);

  /** The version that it says it has. */
  public volatile String version = VERSION;

  /** The GPU that it says it has. */
  public volatile Optional<EngineDescription.Device> device = Optional.empty();

  private int open;

  /** A run that TERMINATE ended. */
  public static ExecutionReport ended(int verdict, long instructions) {
    return new ExecutionReport(
        ExecutionReport.Outcome.TERMINATED,
        verdict,
        0,
        "",
        Optional.empty(),
        instructions,
        Collections.nCopies(64, 0),
        "00".repeat(64),
        0,
        0,
        List.of(),
        1,
        4096,
        Optional.empty());
  }

  /** Programs loaded and not yet closed. */
  public synchronized int openPrograms() {
    return open;
  }

  private synchronized void count(int change) {
    open += change;
  }

  @Override
  public EngineDescription describe() {
    return new EngineDescription(
        version,
        NativeSymbols.ABI_VERSION,
        "x86-64-v3",
        device.isPresent() ? "cuda" : "cpu",
        100,
        20,
        device,
        new AggregationArity(4, 3, 3),
        new EngineBounds(14, 22, 18, 1 << 22, 1 << 27, 1 << 27, 1 << 25, 1 << 29, (1L << 32) - 1),
        Map.of(),
        Map.of(),
        Map.of());
  }

  @Override
  public void prepare(Machine machine, Keys keys) {}

  @Override
  public long segmentMemory(Machine machine, int segmentLogHeight, long memoryTop)
      throws EngineException {
    return segmentMemory.bytes(segmentLogHeight);
  }

  @Override
  public EngineProgram load(byte[] program) {
    count(1);
    return new FakeProgram();
  }

  @Override
  public byte[] aggregate(AggregationLayer layer, List<byte[]> children) throws EngineException {
    return aggregate.apply(children);
  }

  @Override
  public void verify(byte[] programId, byte[] publicValues, byte[] proof) throws EngineException {
    verify.check(programId, publicValues, proof);
  }

  @Override
  public void verifySnark(byte[] verifier, byte[] programId, byte[] publicValues, byte[] proof)
      throws EngineException {
    verifySnark.check(verifier, programId, publicValues, proof);
  }

  @Override
  public void close() {}

  private final class FakeProgram implements EngineProgram {
    private boolean closed;

    @Override
    public byte[] id() {
      return HexFormat.of().parseHex("ab".repeat(32));
    }

    @Override
    public Commitments commitments() {
      return new Commitments("cd".repeat(32), "ef".repeat(32));
    }

    @Override
    public ExecutionReport execute(List<byte[]> inputs, RunLimits limits, RunListener listener)
        throws EngineException {
      return run.run(inputs, limits, listener);
    }

    @Override
    public RunProfile profile(List<byte[]> inputs, RunLimits limits, RunListener listener)
        throws EngineException {
      return new RunProfile(run.run(inputs, limits, listener), Map.of(), 0, 0);
    }

    @Override
    public ExecutionReport split(List<byte[]> inputs, RunLimits limits, RunListener listener)
        throws EngineException {
      return run.run(inputs, limits, listener);
    }

    @Override
    public byte[] prove(List<byte[]> inputs, byte[] segment) throws EngineException {
      return prove.apply(List.of(segment));
    }

    @Override
    public void check(List<byte[]> inputs, byte[] segment) {}

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        count(-1);
      }
    }
  }
}
