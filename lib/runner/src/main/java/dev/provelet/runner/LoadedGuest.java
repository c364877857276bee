package dev.provelet.runner;

import dev.provelet.engine.Commitments;
import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.EngineProgram;
import dev.provelet.engine.ExecutionReport;
import dev.provelet.engine.RunLimits;
import dev.provelet.engine.RunProfile;
import dev.provelet.guest.GuestProgram;
import dev.provelet.guest.MachineExit;
import dev.provelet.guest.Statement;
import java.util.HexFormat;
import java.util.List;

/**
 * A program that was translated and is loaded into an engine: runs, splits, proves. Usable by
 * several threads at once. Inputs are those of {@link Statement#inputs}.
 */
public final class LoadedGuest implements AutoCloseable {
  private final Engine engine;
  private final GuestProgram guest;
  private final EngineProgram program;

  LoadedGuest(Engine engine, GuestProgram guest, EngineProgram program) {
    this.engine = engine;
    this.guest = guest;
    this.program = program;
  }

  public GuestProgram guest() {
    return guest;
  }

  /** The engine's commitment to the translated program and its machine, in 64 hex digits. */
  public String programId() throws EngineException {
    return HexFormat.of().formatHex(program.id());
  }

  /** Runs to the end. A guest that fails is a result, not an exception. */
  public GuestRun execute(List<byte[]> inputs, RunLimits limits, RunSink sink)
      throws EngineException {
    return explained(program.execute(inputs, limits, new SinkListener(sink)));
  }

  /** As {@link #execute}, and hands each segment to the sink as soon as it is known. */
  public GuestRun split(List<byte[]> inputs, RunLimits limits, RunSink sink)
      throws EngineException {
    return explained(program.split(inputs, limits, new SinkListener(sink)));
  }

  /** As {@link #execute}, and counts every instruction; slower by about a third. */
  public ProfiledRun profile(List<byte[]> inputs, RunLimits limits, RunSink sink)
      throws EngineException {
    RunProfile counted = program.profile(inputs, limits, new SinkListener(sink));
    return new ProfiledRun(
        explained(counted.report()),
        guest.profile(counted.counts()),
        counted.touchedPages(),
        counted.touchedTop());
  }

  private GuestRun explained(ExecutionReport report) {
    MachineExit end =
        new MachineExit(
            outcome(report),
            report.code(),
            report.pc(),
            report.registers(),
            report.detail(),
            report.instructions());
    return new GuestRun(report, guest.explain(end));
  }

  private static MachineExit.Outcome outcome(ExecutionReport report) {
    return switch (report.outcome()) {
      case TERMINATED -> MachineExit.Outcome.TERMINATED;
      case WILD_JUMP -> MachineExit.Outcome.WILD_JUMP;
      case BAD_ACCESS -> MachineExit.Outcome.BAD_ACCESS;
      case INPUT_EXHAUSTED -> MachineExit.Outcome.INPUT_EXHAUSTED;
      case FAULT -> MachineExit.Outcome.FAULT;
      case LIMIT -> MachineExit.Outcome.LIMIT;
      case OUTPUT_LIMIT -> MachineExit.Outcome.OUTPUT_LIMIT;
    };
  }

  /**
   * Proves one segment of a split with these inputs. Takes seconds to minutes.
   *
   * @return a proof object
   */
  public byte[] prove(List<byte[]> inputs, byte[] segment) throws EngineException {
    return program.prove(inputs, segment);
  }

  /**
   * Finds out why the proof of a segment does not verify, see {@link EngineProgram#check}.
   *
   * @throws EngineException naming the AIR and the row, or the bus and the AIRs that do not agree
   */
  public void check(List<byte[]> inputs, byte[] segment) throws EngineException {
    program.check(inputs, segment);
  }

  /**
   * Checks that a final proof is of this program.
   *
   * @param publicValues those of {@link Statement#publicValues}
   * @throws EngineException with the reason, if it does not prove exactly this
   */
  public void verify(byte[] publicValues, byte[] proof) throws EngineException {
    engine.verify(program.id(), publicValues, proof);
  }

  /**
   * Checks that an on-chain proof is of this program. Takes milliseconds.
   *
   * @param verifier a key set's {@code verifier.json}
   * @param publicValues those of {@link Statement#publicValues}
   * @throws EngineException with the reason, if it does not prove exactly this
   */
  public void verifySnark(byte[] verifier, byte[] publicValues, byte[] proof)
      throws EngineException {
    engine.verifySnark(verifier, program.id(), publicValues, proof);
  }

  /** What a contract's caller pins of this program. */
  public Commitments commitments() throws EngineException {
    return program.commitments();
  }

  @Override
  public void close() {
    program.close();
  }
}
