package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.A2;
import static dev.provelet.guest.machine.Registers.A3;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.NANOSECONDS;
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
import static dev.provelet.guest.machine.Registers.SECONDS;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;
import static dev.provelet.guest.machine.Registers.T4;
import static dev.provelet.guest.machine.Registers.T7;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.kernel.core.BitMask;
import dev.provelet.guest.kernel.core.Clock;
import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.KernelData.Timer;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** timer_create and its kin, by the clock that knows nothing of real time. */
final class TimerCalls {
  /** CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME, CLOCK_TAI; those without timers. */
  private static final int CLOCKS = 1 | 1 << 1 | 1 << 7 | 1 << 11;

  private static final int CLOCKS_WITHOUT = 1 << 4 | 1 << 5 | 1 << 6 | 1 << 8 | 1 << 9;

  private static final int EVENT_BYTES = 64;

  private TimerCalls() {}

  static void define(KernelCode kernel) {
    create(kernel);
    set(kernel);
    ask(kernel);
    delete(kernel);
    left(kernel);
    arm(kernel);
  }

  /** S4: the new timer's place, S3: its number. */
  private static void create(KernelCode kernel) {
    Code code = kernel.call(4257);
    Label invalid = kernel.failure(Errno.EINVAL);
    Label clock = new Label();
    Label found = new Label();
    Label usual = new Label();
    Label signal = new Label();
    Label make = new Label();
    code.branch(Opcode.BLT, A0, 0, kernel.end(Verdict.PROCESSOR_TIMER));
    code.immediate(Opcode.SLTU, T0, A0, 32).branchIfZero(T0, invalid);
    BitMask.has(CLOCKS, A0, code).branchUnlessZero(T0, clock);
    BitMask.has(CLOCKS_WITHOUT, A0, code);
    code.branchUnlessZero(T0, kernel.failure(Errno.EOPNOTSUPP));
    code.immediate(Opcode.SLTU, T0, A0, 4);
    code.branchUnlessZero(T0, kernel.end(Verdict.PROCESSOR_TIMER)).jump(invalid);

    code.bind(clock);
    kernel.checkAccess(A2, 4, Errno.EFAULT).constant(S3, 0);
    kernel.address(S4, KernelData.TIMERS + Timer.SIZE);
    Label next = code.here();
    code.immediate(Opcode.SLTU, T0, S3, KernelData.MAX_TIMERS);
    code.branchIfZero(T0, kernel.failure(Errno.EAGAIN));
    code.loadWord(T0, S4, Timer.MADE).branchIfZero(T0, found);
    code.addImmediate(S3, S3, 1).addImmediate(S4, S4, Timer.SIZE).jump(next);

    // R0: the value, R1: the signal, R2: the thread, R3: how
    code.bind(found).branchIfZero(A1, usual);
    kernel.checkAccess(A1, EVENT_BYTES, Errno.EFAULT);
    code.loadWord(R0, A1, 0).loadWord(R1, A1, 4).loadWord(R2, A1, 12).loadWord(R3, A1, 8);
    code.addImmediate(T0, R3, -Timers.SILENT).branchIfZero(T0, make);
    code.immediate(Opcode.SLTU, T0, R3, 3).branchUnlessZero(T0, signal);
    code.addImmediate(T0, R3, -Timers.FOR_THREAD).branchUnlessZero(T0, invalid);
    code.call(LINK0, kernel.routine(Routine.FIND_THREAD)).branchIfZero(S0, invalid);
    code.bind(signal)
        .addImmediate(T0, R1, -1)
        .immediate(Opcode.SLTU, T0, T0, KernelData.MAX_SIGNAL);
    code.branchIfZero(T0, invalid).jump(make);
    code.bind(usual).move(R0, S3).constant(R1, Signal.ALRM).constant(R3, 0).jump(make);
    code.bind(make).storeWord(R0, S4, Timer.VALUE).storeWord(R1, S4, Timer.SIGNAL);
    code.storeWord(R2, S4, Timer.TARGET).storeWord(R3, S4, Timer.NOTIFY);
    code.storeWord(0, S4, Timer.SECONDS).storeWord(0, S4, Timer.OVERRUN);
    code.storeWord(0, S4, Timer.INTERVAL_SECONDS).storeWord(0, S4, Timer.INTERVAL_NANOSECONDS);
    code.addImmediate(T0, S3, 1).storeWord(T0, S4, Timer.MADE).storeWord(S3, A2, 0);
    kernel.succeed(0);
  }

  /** S4: the timer $a0; fails the call if there is none. Changes T0. */
  private static void find(KernelCode kernel) {
    Code code = kernel.code().move(S4, A0);
    Label none = kernel.failure(Errno.EINVAL);
    Timers.locate(S4, T0, none, code);
    kernel.code().constant(T0, KernelData.TIMERS + Timer.SIZE).add(S4, S4, T0);
    code.loadWord(T0, S4, Timer.MADE).branchIfZero(T0, none);
  }

  /** timer_settime, timer_settime64. S5: whether times are wide. */
  private static void set(KernelCode kernel) {
    Code code = kernel.call(4409);
    Label known = new Label();
    Label unasked = new Label();
    code.constant(S5, 1).jump(known);
    kernel.call(4258);
    code.constant(S5, 0).bind(known);
    code.branchIfZero(A2, kernel.failure(Errno.EINVAL));
    find(kernel);
    code.move(T7, A2);
    readTime(S2, S3, kernel);
    second(T7, code);
    readTime(S0, S1, kernel);
    code.branchIfZero(A3, unasked).move(T7, A3);
    tell(kernel);
    code.bind(unasked).immediate(Opcode.AND, R1, A1, ClockCalls.TIMER_ABSOLUTE);
    code.call(LINK1, kernel.routine(Routine.TIMER_SET));
    kernel.succeed(0);
  }

  /** From the first time in two to the second. */
  private static void second(int register, Code code) {
    Label wide = new Label();
    code.addImmediate(register, register, 8).branchIfZero(S5, wide);
    code.addImmediate(register, register, 8).bind(wide);
  }

  /** Two registers: the time at T7. */
  private static void readTime(int seconds, int nanoseconds, KernelCode kernel) {
    Code code = kernel.code();
    Label wide = new Label();
    Label invalid = kernel.failure(Errno.EINVAL);
    code.branchUnlessZero(S5, wide);
    ClockCalls.loadTime(T7, wide, kernel);
    code.constant(T0, Clock.SECOND);
    code.branch(Opcode.BGEU, T2, T0, invalid).move(seconds, T1).move(nanoseconds, T2);
  }

  /**
   * The timer's interval and what is left of its time go to T7. Changes R1, R2, T0 to T4, LINK0.
   */
  private static void tell(KernelCode kernel) {
    Code code = kernel.code();
    Label narrow = new Label();
    code.constant(T2, 16).branchIfZero(S5, narrow).constant(T2, 32).bind(narrow);
    kernel.checkAccessOf(T7, T2, Errno.EFAULT);
    code.loadWord(T1, S4, Timer.INTERVAL_SECONDS).loadWord(T2, S4, Timer.INTERVAL_NANOSECONDS);
    Clock.endIfNever(T1, T0, kernel);
    ClockCalls.storeTime(T1, T2, T7, kernel);
    second(T7, code);
    code.call(LINK0, kernel.routine(Routine.TIMER_LEFT));
    ClockCalls.storeTime(T1, T2, T7, kernel);
  }

  /** timer_gettime, timer_gettime64, timer_getoverrun. */
  private static void ask(KernelCode kernel) {
    Code code = kernel.call(4408);
    Label known = new Label();
    code.constant(S5, 1).jump(known);
    kernel.call(4259);
    code.constant(S5, 0).bind(known);
    find(kernel);
    code.move(T7, A1);
    tell(kernel);
    kernel.succeed(0);

    kernel.call(4260);
    find(kernel);
    code.loadWord(V0, S4, Timer.OVERRUN);
    kernel.succeed();
  }

  private static void delete(KernelCode kernel) {
    Code code = kernel.call(4261);
    find(kernel);
    code.storeWord(0, S4, Timer.MADE).storeWord(0, S4, Timer.SECONDS);
    code.call(LINK0, kernel.routine(Routine.NEXT_EXPIRY));
    kernel.succeed(0);
  }

  /**
   * TIMER_LEFT, by LINK0: T1, T2: how long until the timer S4 expires, 0 if it does not. Changes
   * T0, T3, T4.
   */
  private static void left(KernelCode kernel) {
    Code code = kernel.begin(Routine.TIMER_LEFT);
    Label done = new Label();
    Label toCome = new Label();
    Label silent = new Label();
    Label next = new Label();
    code.loadWord(T1, S4, Timer.SECONDS).constant(T2, 0).branchIfZero(T1, done);
    code.loadWord(T2, S4, Timer.NANOSECONDS);
    Clock.unlessPast(T1, T2, toCome, code);
    code.loadWord(T0, S4, Timer.NOTIFY).addImmediate(T0, T0, -Timers.SILENT);
    code.branchIfZero(T0, silent).constant(T1, 0).constant(T2, 1).jumpTo(LINK0);
    // Nobody has noticed that it expired.
    code.bind(silent).loadWord(T3, S4, Timer.INTERVAL_SECONDS);
    code.loadWord(T4, S4, Timer.INTERVAL_NANOSECONDS).alu(Opcode.OR, T0, T3, T4);
    code.branchUnlessZero(T0, next).storeWord(0, S4, Timer.SECONDS).constant(T1, 0).constant(T2, 0);
    code.jumpTo(LINK0).bind(next);
    Clock.plus(T1, T2, T3, T4, code);
    Label ahead = new Label();
    Clock.unlessPast(T1, T2, ahead, code);
    code.jump(next).bind(ahead).storeWord(T1, S4, Timer.SECONDS);
    code.storeWord(T2, S4, Timer.NANOSECONDS).bind(toCome);
    Clock.untilThen(T1, T2, T0, kernel);
    code.bind(done).jumpTo(LINK0);
  }

  /**
   * TIMER_SET, by LINK1: the timer S4 expires after S0 seconds and S1 nanoseconds, or at that time
   * if R1 is not zero, or not at all if that is 0; from then on after S2 seconds and S3 nanoseconds
   * each, if that is not 0. Changes T0 to T5, LINK0.
   */
  private static void arm(KernelCode kernel) {
    Code code = kernel.begin(Routine.TIMER_SET);
    Label off = new Label();
    Label absolute = new Label();
    Label stored = new Label();
    code.storeWord(S2, S4, Timer.INTERVAL_SECONDS).storeWord(S3, S4, Timer.INTERVAL_NANOSECONDS);
    code.move(T1, S0).move(T2, S1).alu(Opcode.OR, T0, S0, S1).branchIfZero(T0, off);
    code.branchUnlessZero(R1, absolute);
    Clock.plus(T1, T2, SECONDS, NANOSECONDS, code);
    // No seconds would be no time.
    code.bind(absolute).branchUnlessZero(T1, stored).constant(T1, 1).bind(stored).bind(off);
    code.storeWord(T1, S4, Timer.SECONDS).storeWord(T2, S4, Timer.NANOSECONDS);
    code.call(LINK0, kernel.routine(Routine.NEXT_EXPIRY));
    Timers.deliverIfDue(kernel);
    code.jumpTo(LINK1);
  }
}
