package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.A2;
import static dev.provelet.guest.machine.Registers.A3;
import static dev.provelet.guest.machine.Registers.K1;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.R3;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S1;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.S3;
import static dev.provelet.guest.machine.Registers.S4;
import static dev.provelet.guest.machine.Registers.S5;
import static dev.provelet.guest.machine.Registers.SP;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;
import static dev.provelet.guest.machine.Registers.T7;
import static dev.provelet.guest.machine.Registers.THREAD;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.kernel.core.Clock;
import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.InputStreams;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.OpenFile;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.kernel.core.Scheduler;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.KernelData.Pipe;
import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** poll, ppoll: waiting for pipes, eventfds and epolls; inputs and outputs never let wait. */
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

  /** What other systems have for WRNORM, which is WRITABLE here; nothing has it. */
  private static final int WRITABLE_BAND = 0x100;

  /** What S4 says while a call looks around: that it does so for the first time, and so on. */
  static final int FIRST = 0;

  private static final int UNTIL_READY = 1;
  private static final int UNTIL_DEADLINE = 2;
  private static final int FOR_THE_LAST_TIME = 3;
  private static final int ONCE = 4;

  private static final int POLL = 4188;
  private static final int PPOLL = 4302;
  private static final int PPOLL_WIDE = 4414;

  private PollCalls() {}

  static void define(KernelCode kernel) {
    poll(kernel);
    readiness(kernel);
    tellTimeLeft(kernel);
  }

  /** S0: the next entry, S1: how many are left, S3: how many are ready. */
  private static void poll(KernelCode kernel) {
    Code code = kernel.call(POLL);
    Label first = new Label();
    code.constant(S4, FIRST).jump(first);
    Label masked = new Label();
    kernel.call(PPOLL);
    code.constant(S5, 0).jump(masked);
    kernel.call(PPOLL_WIDE);
    code.constant(S5, 1).bind(masked);
    limit(A2, kernel);
    code.loadWord(R1, SP, KernelCode.FIFTH_ARGUMENT);
    SignalWaits.mask(A3, kernel);
    code.bind(first).immediate(Opcode.SLTU, T0, A1, KernelData.MAX_DESCRIPTORS + 1);
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
    code.call(LINK0, kernel.routine(Routine.ADD_KIN));
    code.load(Opcode.LOADHU, T0, S0, kernel.halfAt(EVENTS));
    code.immediate(Opcode.AND, T0, T0, ~WRITABLE_BAND);
    code.immediate(Opcode.OR, T0, T0, BROKEN | ENDED | INVALID).alu(Opcode.AND, R1, R1, T0);
    code.bind(tell).store(Opcode.STOREH, R1, S0, kernel.halfAt(ANSWER));
    code.alu(Opcode.SLTU, R1, 0, R1).add(S3, S3, R1);
    code.addImmediate(S0, S0, 8).addImmediate(S1, S1, -1).jump(next);

    code.bind(done).branchUnlessZero(S3, answer);
    Waiting waiting = new Waiting(kernel, start, answer);
    waiting.unlessBegun();
    Label pointer = new Label();
    code.addImmediate(T0, V0, -POLL).branchUnlessZero(T0, pointer);
    waiting.forMilliseconds(A2);
    code.bind(pointer);
    waiting.untilDeadline(A2);
    waiting.again();
    code.bind(answer).call(LINK1, kernel.routine(Routine.TELL_TIME_LEFT)).move(V0, S3);
    kernel.succeed();
  }

  /**
   * The call's deadline by the time at a register, if it is not 0; S5: whether its parts have eight
   * bytes; S4: how often to look. Changes what checkAccess does, T2, and K1 as a tick does.
   */
  static void limit(int pointer, KernelCode kernel) {
    Label unlimited = new Label();
    Label wide = new Label();
    Code code = kernel.code().constant(S4, FIRST).branchIfZero(pointer, unlimited);
    code.branchUnlessZero(S5, wide);
    ClockCalls.loadTime(pointer, wide, kernel);
    limitToLoaded(kernel);
    code.bind(unlimited);
  }

  /** The same for T1 seconds and T2 nanoseconds. The clock is read unless these are none. */
  static void limitToLoaded(KernelCode kernel) {
    Label set = new Label();
    Label none = new Label();
    Code code = kernel.code().alu(Opcode.OR, T0, T1, T2).constant(S4, ONCE).branchIfZero(T0, set);
    code.constant(S4, FIRST).bind(set).constant(R1, 0);
    code.call(LINK0, kernel.routine(Routine.SET_DEADLINE)).branchUnlessZero(S4, none);
    code.call(LINK0, kernel.routine(Routine.TICK)).bind(none);
  }

  /**
   * TELL_TIME_LEFT, by LINK1: if the call $v0 says how much of its time is left, it does so.
   * Changes R1 to R3, S5, T0 to T2, T7, LINK0.
   */
  private static void tellTimeLeft(KernelCode kernel) {
    Code code = kernel.begin(Routine.TELL_TIME_LEFT);
    Label done = new Label();
    Label known = new Label();
    Label small = new Label();
    Label usual = new Label();
    Label toCome = new Label();
    Label store = new Label();
    Label exact = new Label();
    code.loadWord(R3, SP, KernelCode.FIFTH_ARGUMENT).constant(S5, 0);
    code.addImmediate(T0, V0, -SelectCalls.SELECT).branchIfZero(T0, known);
    code.addImmediate(T0, V0, -SelectCalls.PSELECT).branchIfZero(T0, known);
    code.constant(S5, 1).addImmediate(T0, V0, -SelectCalls.PSELECT_WIDE).branchIfZero(T0, known);
    code.move(R3, A2).addImmediate(T0, V0, -PPOLL_WIDE).branchIfZero(T0, known);
    code.constant(S5, 0).addImmediate(T0, V0, -PPOLL).branchUnlessZero(T0, done);
    code.bind(known).branchIfZero(R3, done).constant(T7, 8).branchIfZero(S5, small);
    code.constant(T7, 16).bind(small);
    kernel.checkAccessOf(R3, T7, done);
    code.loadWord(T1, THREAD, ThreadBlock.DEADLINE_SECONDS).branchIfZero(S5, usual);
    code.addImmediate(T0, T1, -Clock.NEVER).branchUnlessZero(T0, usual).move(R2, R3);
    code.call(LINK0, kernel.routine(Routine.TELL_REST)).jumpTo(LINK1);
    code.bind(usual).loadWord(T2, THREAD, ThreadBlock.DEADLINE_NANOSECONDS);
    Clock.unlessPast(T1, T2, toCome, code);
    code.constant(T1, 0).constant(T2, 0).jump(store).bind(toCome);
    Clock.untilThen(T1, T2, T0, kernel);
    code.bind(store).addImmediate(T0, V0, -SelectCalls.SELECT).branchUnlessZero(T0, exact);
    code.constant(T0, 1000).alu(Opcode.DIVU, T2, T2, T0).bind(exact);
    ClockCalls.storeTime(T1, T2, R3, kernel);
    code.bind(done).jumpTo(LINK1);
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
      code.branchIfZero(S4, first).constant(T0, UNTIL_READY).branch(Opcode.BEQ, S4, T0, untimed);
      code.constant(T0, UNTIL_DEADLINE).branch(Opcode.BEQ, S4, T0, timed);
      code.constant(T0, FOR_THE_LAST_TIME).branch(Opcode.BEQ, S4, T0, answer);
      code.bind(first).loadWord(T0, THREAD, ThreadBlock.SIGNALLED);
      code.branchUnlessZero(T0, kernel.routine(Routine.INTERRUPT)).branchUnlessZero(S4, answer);
    }

    /** As long as a register says; for ever if that is negative. */
    void forMilliseconds(int register) {
      Code code = kernel.code().branchIfZero(register, answer);
      code.branch(Opcode.BLT, register, 0, untimed)
          .constant(T0, 1000)
          .alu(Opcode.DIVU, T1, register, T0);
      code.alu(Opcode.REMU, T2, register, T0);
      code.constant(T0, 1_000_000).alu(Opcode.MUL, T2, T2, T0).constant(R1, 0);
      code.call(LINK0, kernel.routine(Routine.SET_DEADLINE)).jump(timed);
    }

    /** Until the deadline that {@link #limit} has set if a register is not 0, else for ever. */
    void untilDeadline(int register) {
      kernel.code().branchIfZero(register, untimed).jump(timed);
    }

    /** Where all of these lead. */
    void again() {
      Code code = kernel.code();
      Label againTimed = new Label();
      Label againUntimed = new Label();
      Label wait = kernel.routine(Routine.WAIT_THEN_AGAIN);
      code.bind(timed).constant(T0, 1).storeWord(T0, THREAD, ThreadBlock.TIMED);
      code.address(R3, againTimed).jump(wait);
      code.bind(untimed)
          .storeWord(0, THREAD, ThreadBlock.TIMED)
          .address(R3, againUntimed)
          .jump(wait);
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
    Label stdin = new Label();
    Label input = new Label();
    Descriptors.find(R0, done, code.constant(R1, INVALID));
    kernel.begin(Routine.FILE_READINESS);
    code.immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_PIPE).branchUnlessZero(T0, stream);
    code.immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_EVENT).branchUnlessZero(T0, pipe);
    code.immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_POLL);
    code.branchIfZero(T0, kernel.routine(Routine.POLL_READINESS));
    EventCalls.readiness(code);
    code.jumpTo(LINK0);
    code.bind(stream).constant(R1, WRITABLE);
    code.addImmediate(T0, S2, -OpenFile.STDIN).branchIfZero(T0, stdin);
    code.addImmediate(T0, S2, -OpenFile.PUBLIC_INPUT).branchUnlessZero(T0, done);
    InputStreams.left(OpenFile.PUBLIC_INPUT, T1, T0, kernel);
    code.jump(input).bind(stdin);
    InputStreams.left(OpenFile.STDIN, T1, T0, kernel);
    code.bind(input)
        .constant(R1, READABLE)
        .branchUnlessZero(T1, done)
        .constant(R1, ENDED)
        .jump(done);

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
