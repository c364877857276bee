package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.A2;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.NANOSECONDS;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.R3;
import static dev.provelet.guest.machine.Registers.S5;
import static dev.provelet.guest.machine.Registers.SECONDS;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.THREAD;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.kernel.core.Clock;
import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.kernel.core.Scheduler;
import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/**
 * One clock for all clock ids. It knows nothing of real time: it advances when it is looked at,
 * when a thread yields, and to the next deadline when all threads wait.
 */
final class ClockCalls {
  private static final int TICK_NANOSECONDS = 10_000;
  static final int TIMER_ABSOLUTE = 1;

  private ClockCalls() {}

  static void define(KernelCode kernel) {
    Code code = kernel.call(4263).call(LINK1, kernel.routine(Routine.CHECK_CLOCK));
    kernel.checkAccess(A1, 8, Errno.EFAULT);
    code.call(LINK0, kernel.routine(Routine.TICK)).subtract(T2, SECONDS, T2);
    code.storeWord(T2, A1, 0).storeWord(NANOSECONDS, A1, 4);
    kernel.succeed(0);

    // clock_gettime64: each part has eight bytes.
    kernel.call(4403).call(LINK1, kernel.routine(Routine.CHECK_CLOCK));
    kernel.checkAccess(A1, 16, Errno.EFAULT);
    code.call(LINK0, kernel.routine(Routine.TICK)).subtract(T2, SECONDS, T2);
    storeWideTime(T2, NANOSECONDS, A1, kernel);
    kernel.succeed(0);

    resolution(kernel);
    timeOfDay(kernel);
    sleep(kernel);
    tick(kernel);
    setDeadline(kernel);
    tellRest(kernel);
  }

  private static void resolution(KernelCode kernel) {
    Code code = kernel.call(4264).call(LINK1, kernel.routine(Routine.CHECK_CLOCK));
    Label unasked = new Label();
    code.branchIfZero(A1, unasked);
    kernel.checkAccess(A1, 8, Errno.EFAULT);
    ClockIds.resolution(kernel);
    code.storeWord(0, A1, 0).storeWord(T2, A1, 4).bind(unasked);
    kernel.succeed(0);

    // clock_getres_time64
    kernel.call(4406).call(LINK1, kernel.routine(Routine.CHECK_CLOCK));
    Label unasked64 = new Label();
    code.branchIfZero(A1, unasked64);
    kernel.checkAccess(A1, 16, Errno.EFAULT).storeWord(0, A1, 0).storeWord(0, A1, 4);
    ClockIds.resolution(kernel);
    code.storeWord(T2, A1, kernel.lowAt(8)).storeWord(0, A1, kernel.highAt(8)).bind(unasked64);
    kernel.succeed(0);
  }

  private static void timeOfDay(KernelCode kernel) {
    // There is no time zone but Greenwich's.
    Code code = kernel.call(4078);
    Label noZone = new Label();
    Label unasked = new Label();
    code.branchIfZero(A1, noZone);
    kernel.checkAccess(A1, 8, Errno.EFAULT).storeWord(0, A1, 0).storeWord(0, A1, 4).bind(noZone);
    code.call(LINK0, kernel.routine(Routine.TICK)).branchIfZero(A0, unasked);
    kernel.checkAccess(A0, 8, Errno.EFAULT);
    code.constant(T0, 1000).alu(Opcode.DIVU, T0, NANOSECONDS, T0);
    code.storeWord(SECONDS, A0, 0).storeWord(T0, A0, 4).bind(unasked);
    kernel.succeed(0);

    kernel.call(4013);
    Label returned = new Label();
    code.call(LINK0, kernel.routine(Routine.TICK)).move(V0, SECONDS);
    code.branchIfZero(A0, returned);
    kernel.checkAccess(A0, 4, Errno.EFAULT).storeWord(SECONDS, A0, 0).bind(returned);
    kernel.succeed();
  }

  private static void sleep(KernelCode kernel) {
    Code code = kernel.call(4265);
    Label sleep = new Label();
    ClockIds.checkSleep(kernel);
    loadNarrowTime(A2, kernel);
    code.immediate(Opcode.AND, R1, A1, TIMER_ABSOLUTE).jump(sleep);
    // clock_nanosleep_time64
    kernel.call(4407);
    ClockIds.checkSleep(kernel);
    loadWideTime(A2, kernel);
    code.immediate(Opcode.AND, R1, A1, TIMER_ABSOLUTE).jump(sleep);
    kernel.call(4166);
    loadNarrowTime(A0, kernel);
    code.constant(R1, 0).bind(sleep).call(LINK0, kernel.routine(Routine.SET_DEADLINE));
    code.constant(T0, 1).storeWord(T0, THREAD, ThreadBlock.TIMED);
    Scheduler.waitThenSucceed(ThreadBlock.STATE_SLEEP, kernel);
  }

  /**
   * T1, T2: seconds and nanoseconds from an address where each has four bytes, or eight for those
   * who come by a branch that is bound here. Changes what checkAccess does.
   */
  static void loadTime(int address, Label wide, KernelCode kernel) {
    Code code = kernel.code();
    Label loaded = new Label();
    loadNarrowTime(address, kernel);
    code.jump(loaded).bind(wide);
    loadWideTime(address, kernel);
    code.bind(loaded);
  }

  private static void loadNarrowTime(int address, KernelCode kernel) {
    kernel.checkAccess(address, 8, Errno.EFAULT).loadWord(T1, address, 0).loadWord(T2, address, 4);
    kernel.code().branch(Opcode.BLT, T1, 0, kernel.failure(Errno.EINVAL));
  }

  /**
   * T1, T2: seconds and nanoseconds from an address where each has eight bytes. What has no place
   * in 32 bits is {@link Clock#NEVER}. Changes what checkAccess does.
   */
  private static void loadWideTime(int address, KernelCode kernel) {
    Code code = kernel.code();
    Label near = new Label();
    kernel.checkAccess(address, 16, Errno.EFAULT);
    code.loadWord(T0, address, kernel.highAt(0)).loadWord(T1, address, kernel.lowAt(0));
    code.loadWord(T2, address, kernel.lowAt(8));
    code.branch(Opcode.BLT, T0, 0, kernel.failure(Errno.EINVAL)).branchIfZero(T0, near);
    code.constant(T1, Clock.NEVER).bind(near);
  }

  /**
   * Seconds and nanoseconds go to an address, where each has four bytes, or eight if S5 is not
   * zero.
   */
  static void storeTime(int seconds, int nanoseconds, int address, KernelCode kernel) {
    Code code = kernel.code();
    Label wide = new Label();
    Label stored = new Label();
    code.branchUnlessZero(S5, wide).storeWord(seconds, address, 0);
    code.storeWord(nanoseconds, address, 4).jump(stored).bind(wide);
    storeWideTime(seconds, nanoseconds, address, kernel);
    code.bind(stored);
  }

  private static void storeWideTime(int seconds, int nanoseconds, int address, KernelCode kernel) {
    Code code = kernel.code();
    code.storeWord(seconds, address, kernel.lowAt(0)).storeWord(0, address, kernel.highAt(0));
    code.storeWord(nanoseconds, address, kernel.lowAt(8)).storeWord(0, address, kernel.highAt(8));
  }

  /**
   * TICK, by LINK0: the clock advances; if a timer has expired, the call returns past the signals.
   * Changes K1, T0, T1.
   */
  private static void tick(KernelCode kernel) {
    Code code = kernel.begin(Routine.TICK);
    Label within = new Label();
    code.constant(T1, TICK_NANOSECONDS).add(NANOSECONDS, NANOSECONDS, T1);
    code.constant(T0, Clock.SECOND).branch(Opcode.BLTU, NANOSECONDS, T0, within);
    code.subtract(NANOSECONDS, NANOSECONDS, T0).addImmediate(SECONDS, SECONDS, 1);
    Clock.endIfNever(SECONDS, T0, kernel);
    code.bind(within);
    Timers.deliverIfDue(kernel);
    code.jumpTo(LINK0);
  }

  /**
   * TELL_REST, by LINK0: the time at R2, each part of which has eight bytes, less what has passed
   * since the wait for it began, goes to R3. Changes T0 to T2.
   */
  private static void tellRest(KernelCode kernel) {
    Code code = kernel.begin(Routine.TELL_REST);
    Label later = new Label();
    Label more = new Label();
    Label enough = new Label();
    code.loadWord(T0, THREAD, ThreadBlock.START_SECONDS).subtract(T1, SECONDS, T0);
    code.loadWord(T0, THREAD, ThreadBlock.START_NANOSECONDS).subtract(T2, NANOSECONDS, T0);
    code.loadWord(T0, R2, kernel.lowAt(8)).subtract(T2, T0, T2).constant(T0, Clock.SECOND);
    code.branch(Opcode.BGE, T2, 0, later).add(T2, T2, T0).addImmediate(T1, T1, 1).bind(later);
    code.branch(Opcode.BLT, T2, T0, more).subtract(T2, T2, T0).addImmediate(T1, T1, -1).bind(more);
    code.storeWord(T2, R3, kernel.lowAt(8)).storeWord(0, R3, kernel.highAt(8));
    code.loadWord(T0, R2, kernel.lowAt(0)).loadWord(T2, R2, kernel.highAt(0));
    code.branch(Opcode.BGEU, T0, T1, enough).addImmediate(T2, T2, -1).bind(enough);
    code.storeWord(T2, R3, kernel.highAt(0)).subtract(T0, T0, T1);
    code.storeWord(T0, R3, kernel.lowAt(0)).jumpTo(LINK0);
  }

  /**
   * SET_DEADLINE, by LINK0: the running thread's next wait that is {@link ThreadBlock#TIMED} ends
   * after T1 seconds, an unsigned number, and T2 nanoseconds, or at that time if R1 is not zero.
   * Fails the call if that is no time. Changes T0 to T2.
   */
  private static void setDeadline(KernelCode kernel) {
    Code code = kernel.begin(Routine.SET_DEADLINE);
    Label absolute = new Label();
    code.constant(T0, Clock.SECOND).branch(Opcode.BGEU, T2, T0, kernel.failure(Errno.EINVAL));
    code.branchUnlessZero(R1, absolute);
    code.storeWord(SECONDS, THREAD, ThreadBlock.START_SECONDS);
    code.storeWord(NANOSECONDS, THREAD, ThreadBlock.START_NANOSECONDS);
    Clock.plus(T1, T2, SECONDS, NANOSECONDS, code);
    code.bind(absolute).storeWord(T1, THREAD, ThreadBlock.DEADLINE_SECONDS);
    code.storeWord(T2, THREAD, ThreadBlock.DEADLINE_NANOSECONDS).jumpTo(LINK0);
  }
}
