package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.KERNEL;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.LINK2;
import static dev.provelet.guest.machine.Registers.NANOSECONDS;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S3;
import static dev.provelet.guest.machine.Registers.S4;
import static dev.provelet.guest.machine.Registers.SECONDS;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;
import static dev.provelet.guest.machine.Registers.T4;
import static dev.provelet.guest.machine.Registers.T5;

import dev.provelet.guest.kernel.core.Clock;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.KernelData.Queued;
import dev.provelet.guest.layout.KernelData.Timer;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** Timers that send signals when the clock passes a time. */
final class Timers {
  /** What sigev_notify says: nothing is sent; it is for one thread. */
  static final int SILENT = 1;

  static final int FOR_THREAD = 4;

  private Timers() {}

  static void define(KernelCode kernel) {
    expire(kernel);
    nextExpiry(kernel);
  }

  /** The call returns past the signals if a timer has expired. Changes T0. */
  static void deliverIfDue(KernelCode kernel) {
    Label not = new Label();
    unlessDue(not, kernel);
    SignalQueue.deliverOnReturn(kernel);
    kernel.code().bind(not);
  }

  /** Sends the signals of those that have expired. Changes what EXPIRE does. */
  static void expireIfDue(KernelCode kernel) {
    Label not = new Label();
    unlessDue(not, kernel);
    kernel.code().call(LINK2, kernel.routine(Routine.EXPIRE)).bind(not);
  }

  private static void unlessDue(Label not, KernelCode kernel) {
    Code code = kernel.load(T0, KernelData.EXPIRY_SECONDS).branchIfZero(T0, not);
    Label due = new Label();
    code.branch(Opcode.BLTU, SECONDS, T0, not).branch(Opcode.BNE, SECONDS, T0, due);
    kernel.load(T0, KernelData.EXPIRY_NANOSECONDS).branch(Opcode.BLTU, NANOSECONDS, T0, not);
    code.bind(due);
  }

  /** A register: the next timer; the end of all leads elsewhere. Changes T0. */
  private static Label scan(int register, Label end, KernelCode kernel) {
    Code code = kernel.address(register, KernelData.TIMERS);
    Label next = code.here();
    kernel.address(T0, KernelData.TIMERS_END).branch(Opcode.BEQ, register, T0, end);
    return next;
  }

  private static void scanOn(int register, Label skip, Label next, Code code) {
    code.bind(skip).addImmediate(register, register, Timer.SIZE).jump(next);
  }

  /**
   * EXPIRE, by LINK2: the signals of all timers that have expired are sent. THREAD is 0 if no
   * thread runs. Changes S0 to S4, R0 to R3, T0 to T5, LINK0, LINK1.
   */
  private static void expire(KernelCode kernel) {
    Code code = kernel.begin(Routine.EXPIRE);
    Label done = new Label();
    Label skip = new Label();
    Label send = new Label();
    Label made = new Label();
    Label next = scan(S4, done, kernel);
    code.loadWord(T1, S4, Timer.SECONDS).branchIfZero(T1, skip);
    code.loadWord(T0, S4, Timer.NOTIFY).addImmediate(T0, T0, -SILENT).branchIfZero(T0, skip);
    code.loadWord(T2, S4, Timer.NANOSECONDS);
    Clock.unlessPast(T1, T2, skip, code);
    advance(kernel);
    code.loadWord(R0, S4, Timer.SIGNAL).constant(R1, 0);
    for (int at = SignalQueue.ERROR; at < 4 * Queued.INFORMATION_WORDS; at += 4) {
      kernel.store(0, KernelData.SIGNAL + at);
    }
    code.loadWord(T3, S4, Timer.MADE).branchUnlessZero(T3, made).constant(T0, Signal.BY_KERNEL);
    kernel.store(T0, KernelData.SIGNAL + SignalQueue.CODE).jump(send);

    code.bind(made).addImmediate(T3, T3, -1);
    countIfSent(skip, kernel);
    code.constant(T0, Signal.BY_TIMER);
    kernel.store(T0, KernelData.SIGNAL + SignalQueue.CODE);
    kernel.store(T3, KernelData.SIGNAL + SignalQueue.FIELDS);
    kernel.store(S3, KernelData.SIGNAL + SignalQueue.FIELDS + 4);
    code.loadWord(T0, S4, Timer.VALUE);
    kernel.store(T0, KernelData.SIGNAL + SignalQueue.FIELDS + 8);
    code.loadWord(T0, S4, Timer.NOTIFY).addImmediate(T0, T0, -FOR_THREAD);
    code.branchUnlessZero(T0, send).loadWord(R2, S4, Timer.TARGET);
    code.call(LINK0, kernel.routine(Routine.FIND_THREAD)).branchIfZero(S0, skip).move(R1, S0);
    code.bind(send).call(LINK1, kernel.routine(Routine.SIGNAL_SEND));
    scanOn(S4, skip, next, code);
    code.bind(done).call(LINK0, kernel.routine(Routine.NEXT_EXPIRY)).jumpTo(LINK2);
  }

  /**
   * The timer S4, which expired at T1, T2, will expire next when it has not yet; S3: how often it
   * has besides. Changes T0 to T4.
   */
  private static void advance(KernelCode kernel) {
    Code code = kernel.code();
    Label once = new Label();
    Label again = new Label();
    Label toCome = new Label();
    code.constant(S3, 0).loadWord(T3, S4, Timer.INTERVAL_SECONDS);
    code.loadWord(T4, S4, Timer.INTERVAL_NANOSECONDS);
    code.alu(Opcode.OR, T0, T3, T4).branchIfZero(T0, once);
    code.bind(again);
    Clock.plus(T1, T2, T3, T4, code);
    Clock.unlessPast(T1, T2, toCome, code);
    code.addImmediate(S3, S3, 1).jump(again);
    code.bind(once).constant(T1, 0).bind(toCome).storeWord(T1, S4, Timer.SECONDS);
    code.storeWord(T2, S4, Timer.NANOSECONDS);
  }

  /**
   * If the signal of the timer with the number T3 still waits, it is told that it expired again.
   */
  private static void countIfSent(Label counted, KernelCode kernel) {
    Code code = kernel.code();
    Label unsent = new Label();
    Label skip = new Label();
    Label next = SignalQueue.scan(S0, unsent, kernel);
    code.loadWord(T0, S0, Queued.INFORMATION + SignalQueue.CODE);
    code.addImmediate(T0, T0, -Signal.BY_TIMER).branchUnlessZero(T0, skip);
    code.loadWord(T0, S0, Queued.INFORMATION + SignalQueue.FIELDS);
    code.branch(Opcode.BNE, T0, T3, skip);
    int overrun = Queued.INFORMATION + SignalQueue.FIELDS + 4;
    code.loadWord(T0, S0, overrun).add(T0, T0, S3).addImmediate(T0, T0, 1);
    code.storeWord(T0, S0, overrun).jump(counted);
    SignalQueue.scanOn(S0, skip, next, code);
    code.bind(unsent);
  }

  /** If the signal that was just taken is a timer's, that can tell how often it came too late. */
  static void noteOverrun(KernelCode kernel) {
    Code code = kernel.code();
    Label other = new Label();
    kernel.load(T0, KernelData.SIGNAL + SignalQueue.CODE).addImmediate(T0, T0, -Signal.BY_TIMER);
    code.branchUnlessZero(T0, other);
    kernel.load(T1, KernelData.SIGNAL + SignalQueue.FIELDS);
    locate(T1, T0, other, code);
    kernel.load(T0, KernelData.SIGNAL + SignalQueue.FIELDS + 4);
    code.storeWord(T0, T1, KernelData.TIMERS + Timer.SIZE + Timer.OVERRUN).bind(other);
  }

  /**
   * From a timer's number to where it lies, behind setitimer's; branches if there is no such
   * number. Changes a scratch register.
   */
  static void locate(int register, int scratch, Label none, Code code) {
    code.immediate(Opcode.SLTU, scratch, register, KernelData.MAX_TIMERS);
    code.branchIfZero(scratch, none).immediate(Opcode.SLL, scratch, register, 3);
    code.immediate(Opcode.SLL, register, register, 5).add(register, register, scratch);
    code.add(register, register, KERNEL);
  }

  /** NEXT_EXPIRY, by LINK0: finds which timer is first to send a signal. Changes T0 to T5. */
  private static void nextExpiry(KernelCode kernel) {
    Code code = kernel.begin(Routine.NEXT_EXPIRY);
    Label done = new Label();
    Label skip = new Label();
    Label take = new Label();
    code.constant(T3, 0);
    Label next = scan(T5, done, kernel);
    code.loadWord(T1, T5, Timer.SECONDS).branchIfZero(T1, skip);
    code.loadWord(T0, T5, Timer.NOTIFY).addImmediate(T0, T0, -SILENT).branchIfZero(T0, skip);
    code.loadWord(T2, T5, Timer.NANOSECONDS).branchIfZero(T3, take);
    code.branch(Opcode.BLTU, T1, T3, take).branch(Opcode.BNE, T1, T3, skip);
    code.branch(Opcode.BGEU, T2, T4, skip).bind(take).move(T3, T1).move(T4, T2);
    scanOn(T5, skip, next, code);
    code.bind(done);
    kernel.store(T3, KernelData.EXPIRY_SECONDS);
    kernel.store(T4, KernelData.EXPIRY_NANOSECONDS).jumpTo(LINK0);
  }
}
