package dev.provelet.guest.kernel;

import static dev.provelet.guest.lower.Registers.A0;
import static dev.provelet.guest.lower.Registers.A1;
import static dev.provelet.guest.lower.Registers.A2;
import static dev.provelet.guest.lower.Registers.A3;
import static dev.provelet.guest.lower.Registers.K1;
import static dev.provelet.guest.lower.Registers.LINK0;
import static dev.provelet.guest.lower.Registers.R0;
import static dev.provelet.guest.lower.Registers.R1;
import static dev.provelet.guest.lower.Registers.R3;
import static dev.provelet.guest.lower.Registers.S0;
import static dev.provelet.guest.lower.Registers.S1;
import static dev.provelet.guest.lower.Registers.S2;
import static dev.provelet.guest.lower.Registers.S3;
import static dev.provelet.guest.lower.Registers.S4;
import static dev.provelet.guest.lower.Registers.S5;
import static dev.provelet.guest.lower.Registers.SP;
import static dev.provelet.guest.lower.Registers.T0;
import static dev.provelet.guest.lower.Registers.T1;
import static dev.provelet.guest.lower.Registers.T2;
import static dev.provelet.guest.lower.Registers.T3;
import static dev.provelet.guest.lower.Registers.THREAD;
import static dev.provelet.guest.lower.Registers.V0;

import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.KernelData.Pipe;
import dev.provelet.guest.lower.ThreadBlock;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** poll, ppoll: waiting for pipes, eventfds and epolls; inputs and outputs are always ready. */
final class PollCalls {
  /** What may be asked for and answered. */
  static final int READABLE = 1;

  static final int WRITABLE = 4;
  static final int BROKEN = 8;
  static final int ENDED = 0x10;
  static final int INVALID = 0x20;

  /** struct pollfd: where its events and the answer lie. */
  private static final int EVENTS = 4;

  private static final int ANSWER = 6;

  /** What S5 says of how time is given: as only this call does, or in parts of 4 or 8 bytes. */
  static final int OWN_TIME = 0;

  static final int NARROW_TIME = 1;
  static final int WIDE_TIME = 2;

  /** What S4 says while a call looks around: that it does so for the first time, and so on. */
  static final int FIRST = 0;

  private static final int UNTIL_READY = 1;
  private static final int UNTIL_DEADLINE = 2;
  private static final int FOR_THE_LAST_TIME = 3;

  private PollCalls() {}

  static void define(KernelCode kernel) {
    poll(kernel);
    readiness(kernel);
  }

  /** S0: the next entry, S1: how many are left, S3: how many are ready, S5: how time is given. */
  private static void poll(KernelCode kernel) {
    Code code = kernel.call(4188);
    Label first = new Label();
    code.constant(S5, OWN_TIME).jump(first);
    // ppoll, ppoll_time64
    Label masked = new Label();
    kernel.call(4302);
    code.constant(S5, NARROW_TIME).jump(masked);
    kernel.call(4414);
    code.constant(S5, WIDE_TIME).bind(masked).loadWord(R1, SP, KernelCode.FIFTH_ARGUMENT);
    SignalWaits.mask(A3, kernel);
    code.bind(first).constant(S4, FIRST);
    code.immediate(Opcode.SLTU, T0, A1, KernelData.MAX_DESCRIPTORS + 1);
    code.branchIfZero(T0, kernel.failure(Errno.EINVAL)).immediate(Opcode.SLL, T2, A1, 3);
    kernel.checkAccessOf(A0, T2, Errno.EFAULT);

    Label done = new Label();
    Label ask = new Label();
    Label tell = new Label();
    Label answer = new Label();
    Label start = code.here();
    code.move(S0, A0).move(S1, A1).constant(S3, 0);
    Label next = code.here();
    code.branchIfZero(S1, done).loadWord(R0, S0, 0).branch(Opcode.BGE, R0, 0, ask);
    code.constant(R1, 0).jump(tell).bind(ask).call(LINK0, kernel.routine(Routine.READINESS));
    code.load(Opcode.LOADHU, T0, S0, kernel.halfAt(EVENTS));
    code.immediate(Opcode.OR, T0, T0, BROKEN | ENDED | INVALID).alu(Opcode.AND, R1, R1, T0);
    code.bind(tell).store(Opcode.STOREH, R1, S0, kernel.halfAt(ANSWER));
    code.alu(Opcode.SLTU, R1, 0, R1).add(S3, S3, R1);
    code.addImmediate(S0, S0, 8).addImmediate(S1, S1, -1).jump(next);

    code.bind(done).branchUnlessZero(S3, answer);
    Waiting waiting = new Waiting(kernel, start, answer);
    waiting.unlessBegun();
    Label pointer = new Label();
    code.branchUnlessZero(S5, pointer);
    waiting.forMilliseconds(A2);
    code.bind(pointer);
    waiting.forTime(A2);
    waiting.again();
    code.bind(answer).move(V0, S3);
    kernel.succeed();
  }

  /**
   * The end of a call that found nothing ready. It looks again from the start whenever something
   * changed, with S4 saying what for, and at last when its time is over.
   */
  record Waiting(KernelCode kernel, Label start, Label answer, Label timed, Label untimed) {
    Waiting(KernelCode kernel, Label start, Label answer) {
      this(kernel, start, answer, new Label(), new Label());
    }

    /** Goes on waiting, or answers, unless this is the first time. */
    void unlessBegun() {
      Code code = kernel.code();
      Label first = new Label();
      Label more = new Label();
      code.branchIfZero(S4, first).constant(T0, UNTIL_READY).branch(Opcode.BEQ, S4, T0, untimed);
      code.constant(T0, UNTIL_DEADLINE).branch(Opcode.BEQ, S4, T0, more).jump(answer);
      code.bind(more).constant(T0, 1).storeWord(T0, THREAD, ThreadBlock.TIMED).jump(timed);
      code.bind(first).loadWord(T0, THREAD, ThreadBlock.SIGNALLED);
      code.branchUnlessZero(T0, kernel.routine(Routine.INTERRUPT));
    }

    /** As long as a register says; for ever if that is negative. */
    void forMilliseconds(int register) {
      Code code = kernel.code().branchIfZero(register, answer);
      code.storeWord(0, THREAD, ThreadBlock.TIMED).branch(Opcode.BLT, register, 0, untimed);
      code.constant(T0, 1000).alu(Opcode.DIVU, T1, register, T0);
      code.alu(Opcode.REMU, T2, register, T0);
      code.constant(T0, 1_000_000).alu(Opcode.MUL, T2, T2, T0).constant(R1, 0);
      code.call(LINK0, kernel.routine(Routine.SET_DEADLINE)).jump(timed);
    }

    /**
     * As long as what a register points to, for ever if nowhere: seconds and nanoseconds, as S5
     * says.
     */
    void forTime(int register) {
      Code code = kernel.code();
      Label wide = new Label();
      code.branchIfZero(register, untimed).constant(T0, NARROW_TIME);
      code.branch(Opcode.BNE, S5, T0, wide);
      ClockCalls.loadTime(register, wide, kernel);
      forLoadedTime();
    }

    /** For T1 seconds and T2 nanoseconds. */
    void forLoadedTime() {
      Code code = kernel.code();
      code.alu(Opcode.OR, T0, T1, T2).branchIfZero(T0, answer).constant(R1, 0);
      code.call(LINK0, kernel.routine(Routine.SET_DEADLINE)).jump(timed);
    }

    /** Where all of these lead. */
    void again() {
      Code code = kernel.code();
      Label againTimed = new Label();
      Label againUntimed = new Label();
      Label wait = kernel.routine(Routine.WAIT_THEN_AGAIN);
      code.bind(timed).address(R3, againTimed).jump(wait);
      code.bind(untimed).address(R3, againUntimed).jump(wait);
      code.bind(againUntimed).loadWord(K1, THREAD, ThreadBlock.CALLER);
      code.constant(S4, UNTIL_READY).jump(start);
      code.bind(againTimed).loadWord(K1, THREAD, ThreadBlock.CALLER).constant(S4, UNTIL_DEADLINE);
      Scheduler.unlessOver(start, code);
      code.constant(S4, FOR_THE_LAST_TIME).jump(start);
    }
  }

  /**
   * READINESS, by LINK0: R1: what holds of the descriptor R0. FILE_READINESS: of the file S2.
   * Changes R3, S2, T0 to T3, T7, LINK1.
   */
  private static void readiness(KernelCode kernel) {
    Code code = kernel.begin(Routine.READINESS);
    Label done = new Label();
    Label pipe = new Label();
    Label stream = new Label();
    Label toWrite = new Label();
    Descriptors.find(R0, done, code.constant(R1, INVALID));
    kernel.begin(Routine.FILE_READINESS);
    code.immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_PIPE).branchUnlessZero(T0, stream);
    code.immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_EVENT).branchUnlessZero(T0, pipe);
    code.immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_POLL);
    code.branchIfZero(T0, kernel.routine(Routine.POLL_READINESS));
    EventCalls.readiness(code);
    code.jumpTo(LINK0);
    code.bind(stream).constant(R1, READABLE | WRITABLE).jump(done);

    // T0: how many have the other end, T1: how many bytes are in the pipe
    code.bind(pipe).immediate(Opcode.XOR, T0, S2, 1);
    OpenFile.word(T0, T0, code).loadWord(T0, T0, KernelData.USES);
    PipeCalls.locate(T2, code);
    code.loadWord(T1, T2, PipeCalls.at(Pipe.TO)).loadWord(T3, T2, PipeCalls.at(Pipe.FROM));
    code.subtract(T1, T1, T3).immediate(Opcode.AND, T2, S2, 1).branchUnlessZero(T2, toWrite);
    code.alu(Opcode.SLTU, R1, 0, T1).branchUnlessZero(T0, done);
    code.immediate(Opcode.OR, R1, R1, ENDED).jump(done);
    code.bind(toWrite).constant(T2, PipeCalls.CAPACITY - PipeCalls.WHOLE);
    code.alu(Opcode.SLTU, R1, T2, T1).immediate(Opcode.XOR, R1, R1, 1);
    code.immediate(Opcode.SLL, R1, R1, 2).branchUnlessZero(T0, done);
    code.immediate(Opcode.OR, R1, R1, BROKEN);
    code.bind(done).jumpTo(LINK0);
  }
}
