package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.DETAIL;
import static dev.provelet.guest.machine.Registers.K1;
import static dev.provelet.guest.machine.Registers.KERNEL;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S1;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;
import static dev.provelet.guest.machine.Registers.T4;
import static dev.provelet.guest.machine.Registers.T5;
import static dev.provelet.guest.machine.Registers.THREAD;

import dev.provelet.guest.kernel.core.BitMask;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.KernelTable;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.KernelData.Queued;
import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** The signals that were sent and not yet taken. While there are none, nothing is looked for. */
final class SignalQueue {
  /** Of an action: what to do, where the handler lies, which signals it keeps away. */
  static final int FLAGS = KernelData.ACTIONS;

  static final int HANDLER = KernelData.ACTIONS + 4;
  static final int KEPT_AWAY = KernelData.ACTIONS + 8;

  /** Of what siginfo begins with. */
  static final int CODE = 4;

  static final int ERROR = 8;
  static final int FIELDS = 12;

  /** SIG_IGN; SIG_DFL is 0. */
  private static final int IGNORE = 1;

  /** What T4 says of a signal. */
  static final int IGNORED = 0;

  static final int ENDS = 1;
  static final int STOPS = 2;
  static final int HANDLED = 3;

  /** What a rank has in front of the number: it is no urgent one, it is for any thread. */
  private static final int LATER = 0x100;

  private static final int LAST = 0x200;

  private static final KernelTable TABLE =
      new KernelTable(KernelData.SIGNALS, KernelData.SIGNALS_USED, Queued.SIZE);

  private SignalQueue() {}

  static void define(KernelCode kernel) {
    action(kernel);
    pick(kernel);
    take(kernel);
    discard(kernel);
    SignalTargets.define(kernel);
  }

  /**
   * SIGNAL_ACTION, by LINK0: T4: what becomes of the signal R0, T3: its handler, T2: from where its
   * action lies at {@link #FLAGS} and so on. Changes T0.
   */
  private static void action(KernelCode kernel) {
    Code code = kernel.begin(Routine.SIGNAL_ACTION);
    Label done = new Label();
    locateAction(code.addImmediate(T2, R0, -1));
    code.loadWord(T3, T2, HANDLER).addImmediate(T0, T3, -IGNORE).constant(T4, IGNORED);
    code.branchIfZero(T0, done).constant(T4, HANDLED).branchUnlessZero(T3, done);
    code.constant(T4, ENDS).immediate(Opcode.SLTU, T0, R0, Signal.FIRST_REAL_TIME);
    code.branchIfZero(T0, done).constant(T4, IGNORED);
    BitMask.has(Signal.HARMLESS, R0, code).branchUnlessZero(T0, done).constant(T4, STOPS);
    BitMask.has(Signal.STOPPING, R0, code).branchUnlessZero(T0, done).constant(T4, ENDS);
    code.bind(done).jumpTo(LINK0);
  }

  /** T2: from where an action lies of which T2 has the signal, less 1. Changes T0. */
  static Code locateAction(Code code) {
    code.immediate(Opcode.SLL, T0, T2, 3).immediate(Opcode.SLL, T2, T2, 4);
    return code.add(T2, T2, T0).add(T2, T2, KERNEL);
  }

  /** Ends the run if that is what the signal R0 does, as T4 says. Changes T0. */
  static void endIfDeadly(KernelCode kernel) {
    Code code = kernel.code();
    Label alive = new Label();
    Label ends = new Label();
    code.addImmediate(T0, T4, -ENDS).branchIfZero(T0, ends);
    code.addImmediate(T0, T4, -STOPS).branchUnlessZero(T0, alive).move(DETAIL, R0);
    code.terminate(Verdict.STOPPED.code());
    // A status has eight bits: the last signal's would be a success to who takes these only.
    Label small = new Label();
    code.bind(ends).addImmediate(DETAIL, R0, Signal.STATUS).immediate(Opcode.SLTU, T0, DETAIL, 256);
    code.branchUnlessZero(T0, small).constant(DETAIL, 255).bind(small);
    code.terminate(Verdict.EXIT.code());
    code.bind(alive);
  }

  /**
   * SIGNAL_PICK, by LINK0: S0: the signal that the running thread takes next, but none of the set
   * that R2 points to, or 0. Its own come before those for any thread, urgent ones before others,
   * lower numbers before higher, what was sent before what was sent later. Changes S1, S2, T0 to
   * T5.
   */
  private static void pick(KernelCode kernel) {
    Code code = kernel.begin(Routine.SIGNAL_PICK);
    Label done = new Label();
    Label skip = new Label();
    Label candidate = new Label();
    Label own = new Label();
    Label urgent = new Label();
    Label later = new Label();
    code.constant(S0, 0).constant(S2, -1);
    Label next = scan(S1, done, kernel);
    code.loadWord(T2, S1, Queued.OWNER).branchIfZero(T2, candidate);
    code.branch(Opcode.BNE, T2, THREAD, skip);
    code.bind(candidate).loadWord(T3, S1, Queued.INFORMATION);
    SignalSet.has(R2, 0, T3, code)
        .branchUnlessZero(T0, skip)
        .move(T4, T3)
        .branchUnlessZero(T2, own);
    code.addImmediate(T4, T4, LAST);
    code.bind(own).immediate(Opcode.SLTU, T0, T3, Signal.FIRST_REAL_TIME).branchIfZero(T0, later);
    BitMask.has(Signal.URGENT, T3, code).branchUnlessZero(T0, urgent);
    code.bind(later).addImmediate(T4, T4, LATER);
    code.bind(urgent).branch(Opcode.BGEU, T4, S2, skip).move(S2, T4).move(S0, S1);
    scanOn(S1, skip, next, code);
    code.bind(done).jumpTo(LINK0);
  }

  /** A register: the next one in the table; T5: the table's end, which leads elsewhere. */
  static Label scan(int register, Label end, KernelCode kernel) {
    return TABLE.scan(register, T5, end, kernel);
  }

  static void scanOn(int register, Label skip, Label next, Code code) {
    TABLE.scanOn(register, skip, next, code);
  }

  /**
   * SIGNAL_TAKE, by LINK0: the signal S0 leaves the table for {@link KernelData#SIGNAL}; R0: its
   * number. Changes T0 to T2.
   */
  private static void take(KernelCode kernel) {
    Code code = kernel.begin(Routine.SIGNAL_TAKE);
    for (int at = 4 * (Queued.INFORMATION_WORDS - 1); at >= 0; at -= 4) {
      code.loadWord(R0, S0, Queued.INFORMATION + at);
      kernel.store(R0, KernelData.SIGNAL + at);
    }
    Timers.noteOverrun(kernel);
    remove(S0, kernel);
    code.jumpTo(LINK0);
  }

  /** Those behind it move. Changes T0 to T2. */
  private static void remove(int entry, KernelCode kernel) {
    Code code = kernel.code();
    Label closed = new Label();
    kernel.load(T2, KernelData.SIGNALS_USED).addImmediate(T2, T2, -Queued.SIZE);
    kernel.store(T2, KernelData.SIGNALS_USED).add(T2, T2, KERNEL);
    code.addImmediate(T2, T2, KernelData.SIGNALS).move(T1, entry);
    Label next = code.here();
    code.branch(Opcode.BEQ, T1, T2, closed).loadWord(T0, T1, Queued.SIZE).storeWord(T0, T1, 0);
    code.addImmediate(T1, T1, 4).jump(next).bind(closed);
  }

  /** SIGNAL_DISCARD, by LINK0: those go whose word at the offset R2 is R0. Changes T0 to T5. */
  private static void discard(KernelCode kernel) {
    Code code = kernel.begin(Routine.SIGNAL_DISCARD);
    Label done = new Label();
    Label skip = new Label();
    Label next = scan(T3, done, kernel);
    code.add(T0, T3, R2).loadWord(T0, T0, 0).branch(Opcode.BNE, T0, R0, skip);
    remove(T3, kernel);
    code.jump(next);
    scanOn(T3, skip, next, code);
    code.bind(done).jumpTo(LINK0);
  }

  /** The same as {@link #deliverOnReturn} if there are any signals at all. Changes T0. */
  static void deliverIfSent(KernelCode kernel) {
    Label none = new Label();
    kernel.load(T0, KernelData.SIGNALS_USED).branchIfZero(T0, none);
    deliverOnReturn(kernel);
    kernel.code().bind(none);
  }

  /** The running thread's call leads past its signals before it returns. Changes T0. */
  static void deliverOnReturn(KernelCode kernel) {
    Code code = kernel.code();
    Label led = new Label();
    code.loadWord(T0, THREAD, ThreadBlock.RETURN).branchUnlessZero(T0, led);
    code.storeWord(K1, THREAD, ThreadBlock.RETURN).address(K1, kernel.routine(Routine.DELIVER));
    code.bind(led);
  }
}
