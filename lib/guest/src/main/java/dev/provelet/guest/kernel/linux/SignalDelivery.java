package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.A2;
import static dev.provelet.guest.machine.Registers.A3;
import static dev.provelet.guest.machine.Registers.K1;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.R3;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S3;
import static dev.provelet.guest.machine.Registers.S4;
import static dev.provelet.guest.machine.Registers.S5;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;
import static dev.provelet.guest.machine.Registers.T4;
import static dev.provelet.guest.machine.Registers.T7;
import static dev.provelet.guest.machine.Registers.THREAD;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.kernel.core.Clock;
import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** What happens before a call returns in a thread that may have signals to take. */
final class SignalDelivery {
  /** SA_RESTART. */
  private static final int RESTART = 1 << 28;

  /** Those that begin anew after a handler that wants it so. */
  private static final int[] READS = {4003, 4145};

  private static final int[] WRITES = {4004, 4146};
  private static final int[] FUTEXES = {4238, 4422};

  private static final int NANOSLEEP = 4166;
  private static final int CLOCK_NANOSLEEP = 4265;
  private static final int CLOCK_NANOSLEEP_WIDE = 4407;

  /** How far behind a system call lies what follows it. */
  private static final int CALL_BYTES = 4;

  private SignalDelivery() {}

  static void define(KernelCode kernel) {
    interrupt(kernel);
    deliver(kernel);
  }

  /** Returns from the call, which has succeeded, past signals if there are any. Changes T0. */
  static void succeedAndDeliver(KernelCode kernel) {
    SignalQueue.deliverIfSent(kernel);
    kernel.succeed(0);
  }

  /** INTERRUPT, jumped to: the running thread would wait, were there not a signal for it. */
  private static void interrupt(KernelCode kernel) {
    Code code = kernel.begin(Routine.INTERRUPT);
    code.storeWord(V0, THREAD, ThreadBlock.CALL).storeWord(A3, THREAD, ThreadBlock.FOURTH_ARGUMENT);
    code.storeWord(0, THREAD, ThreadBlock.TIMED).storeWord(0, THREAD, ThreadBlock.AWAITING);
    code.constant(T0, 1).storeWord(T0, THREAD, ThreadBlock.INTERRUPTED);
    code.jump(kernel.routine(Routine.DELIVER));
  }

  /**
   * DELIVER, jumped to instead of returning: the thread goes on at {@link ThreadBlock#RETURN}, or
   * in a handler that returns there. If there are several, the one of the last signal runs first,
   * as on Linux.
   */
  private static void deliver(KernelCode kernel) {
    Code code = kernel.begin(Routine.DELIVER);
    Label look = new Label();
    Label nothing = new Label();
    Label ownMask = new Label();
    Label back = new Label();
    Timers.expireIfDue(kernel);
    code.storeWord(0, THREAD, ThreadBlock.SIGNALLED);
    // The call that ended by itself does so with the mask that it began with.
    code.loadWord(T0, THREAD, ThreadBlock.INTERRUPTED).branchUnlessZero(T0, look);
    code.loadWord(T0, THREAD, ThreadBlock.MASK_KEPT).branchIfZero(T0, look);
    code.bind(ownMask);
    restoreMask(code);

    code.bind(look).addImmediate(R2, THREAD, ThreadBlock.MASK);
    code.call(LINK0, kernel.routine(Routine.SIGNAL_PICK)).branchIfZero(S0, nothing);
    code.call(LINK0, kernel.routine(Routine.SIGNAL_TAKE));
    code.call(LINK0, kernel.routine(Routine.SIGNAL_ACTION)).branchIfZero(T4, look);
    code.loadWord(K1, THREAD, ThreadBlock.RETURN);
    SignalQueue.endIfDeadly(kernel);
    code.move(S3, T2).move(S4, T3);
    settle(kernel);
    SignalFrame.push(kernel);
    code.jump(look);

    code.bind(nothing).loadWord(T0, THREAD, ThreadBlock.MASK_KEPT).branchUnlessZero(T0, ownMask);
    code.loadWord(K1, THREAD, ThreadBlock.RETURN).storeWord(0, THREAD, ThreadBlock.RETURN);
    // A wait that ended for a signal which somebody else took begins anew; what was written counts.
    code.loadWord(T0, THREAD, ThreadBlock.INTERRUPTED).branchIfZero(T0, back);
    code.storeWord(0, THREAD, ThreadBlock.INTERRUPTED);
    Label anew = new Label();
    Label wrote = new Label();
    loadCall(code);
    ifOneOf(WRITES, wrote, code);
    code.bind(anew).addImmediate(K1, K1, -CALL_BYTES);
    code.call(LINK1, kernel.routine(Routine.TELL_TIME_LEFT)).bind(back).jumpTo(K1);
    code.bind(wrote).loadWord(T0, THREAD, ThreadBlock.WRITTEN).branchIfZero(T0, anew);
    code.move(V0, T0).constant(A3, 0).jumpTo(K1);
  }

  private static void restoreMask(Code code) {
    for (int at = 0; at < Signal.SET_BYTES; at += 4) {
      code.loadWord(T0, THREAD, ThreadBlock.KEPT_MASK + at);
      code.storeWord(T0, THREAD, ThreadBlock.MASK + at);
    }
    code.storeWord(0, THREAD, ThreadBlock.MASK_KEPT);
  }

  private static void loadCall(Code code) {
    code.loadWord(V0, THREAD, ThreadBlock.CALL).loadWord(A3, THREAD, ThreadBlock.FOURTH_ARGUMENT);
  }

  /**
   * What a call returns whose wait has ended for the signal R0 with the action S3. Changes R1 to
   * R3, S5, T0 to T2, T7, LINK0, LINK1.
   */
  private static void settle(KernelCode kernel) {
    Code code = kernel.code();
    Label settled = new Label();
    Label restartable = new Label();
    Label wrote = new Label();
    Label futex = new Label();
    Label interrupted = new Label();
    code.loadWord(T0, THREAD, ThreadBlock.INTERRUPTED).branchIfZero(T0, settled);
    code.storeWord(0, THREAD, ThreadBlock.INTERRUPTED);
    loadCall(code);
    ifOneOf(READS, restartable, code);
    ifOneOf(WRITES, wrote, code);
    ifOneOf(FUTEXES, futex, code);
    sleep(interrupted, settled, kernel);

    // What was written counts.
    code.bind(wrote).loadWord(T0, THREAD, ThreadBlock.WRITTEN).branchIfZero(T0, restartable);
    code.move(V0, T0).constant(A3, 0).jump(settled);
    code.bind(futex).branchUnlessZero(A3, interrupted);
    code.bind(restartable).loadWord(T0, S3, SignalQueue.FLAGS).constant(T1, RESTART);
    code.alu(Opcode.AND, T0, T0, T1).branchIfZero(T0, interrupted);
    code.loadWord(T0, THREAD, ThreadBlock.RETURN).addImmediate(T0, T0, -CALL_BYTES);
    code.storeWord(T0, THREAD, ThreadBlock.RETURN).jump(settled);
    code.bind(interrupted).call(LINK1, kernel.routine(Routine.TELL_TIME_LEFT));
    code.constant(V0, Errno.EINTR.number()).constant(A3, 1).bind(settled);
  }

  private static void ifOneOf(int[] calls, Label target, Code code) {
    for (int call : calls) {
      code.addImmediate(T0, V0, -call).branchIfZero(T0, target);
    }
  }

  /** Any other call fails; of those that sleep a while, what is left of it is told. */
  private static void sleep(Label interrupted, Label settled, KernelCode kernel) {
    Code code = kernel.code();
    Label flagged = new Label();
    Label known = new Label();
    Label left = new Label();
    Label bad = new Label();
    Label small = new Label();
    Label near = new Label();
    code.move(R3, A1).constant(S5, 0).addImmediate(T0, V0, -NANOSLEEP).branchIfZero(T0, known);
    code.move(R3, A3).addImmediate(T0, V0, -CLOCK_NANOSLEEP).branchIfZero(T0, flagged);
    code.constant(S5, 1).addImmediate(T0, V0, -CLOCK_NANOSLEEP_WIDE);
    code.branchUnlessZero(T0, interrupted);
    code.bind(flagged).immediate(Opcode.AND, T0, A1, ClockCalls.TIMER_ABSOLUTE);
    code.branchUnlessZero(T0, interrupted).bind(known);

    code.loadWord(T0, THREAD, ThreadBlock.DEADLINE_SECONDS);
    code.loadWord(T1, THREAD, ThreadBlock.DEADLINE_NANOSECONDS);
    Clock.unlessPast(T0, T1, left, code);
    code.constant(V0, 0).constant(A3, 0).jump(settled);
    code.bind(left).branchIfZero(R3, interrupted).constant(T7, 8).branchIfZero(S5, small);
    code.constant(T7, 16).bind(small);
    kernel.checkAccessOf(R3, T7, bad);
    code.branchIfZero(S5, near).loadWord(T0, THREAD, ThreadBlock.DEADLINE_SECONDS);
    code.addImmediate(T0, T0, -Clock.NEVER).branchUnlessZero(T0, near).move(R2, A2);
    code.call(LINK0, kernel.routine(Routine.TELL_REST)).jump(interrupted).bind(near);
    code.loadWord(T0, THREAD, ThreadBlock.DEADLINE_SECONDS);
    code.loadWord(T1, THREAD, ThreadBlock.DEADLINE_NANOSECONDS);
    Clock.untilThen(T0, T1, T2, kernel);
    ClockCalls.storeTime(T0, T1, R3, kernel);
    code.jump(interrupted);
    code.bind(bad).constant(V0, Errno.EFAULT.number()).constant(A3, 1).jump(settled);
  }
}
