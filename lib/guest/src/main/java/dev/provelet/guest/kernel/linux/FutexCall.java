package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.A2;
import static dev.provelet.guest.machine.Registers.A3;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.R3;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.S3;
import static dev.provelet.guest.machine.Registers.S4;
import static dev.provelet.guest.machine.Registers.S5;
import static dev.provelet.guest.machine.Registers.SP;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T4;
import static dev.provelet.guest.machine.Registers.THREAD;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.FutexQueue;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.kernel.core.Scheduler;
import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/**
 * futex: waiting and waking, with and without bitsets, and moving waiters to another futex. That is
 * the fifth argument; the sixth is the bitset or what the futex must be for waiters to move.
 */
final class FutexCall {
  private static final int COMMAND_MASK = 0x7f;
  private static final int WAKE = 1;
  private static final int REQUEUE = 3;
  private static final int COMPARE_REQUEUE = 4;
  private static final int WAIT_BITSET = 9;
  private static final int WAKE_BITSET = 10;

  private FutexCall() {}

  static void define(KernelCode kernel) {
    // futex_time64, whose times have eight bytes in each part
    Code code = kernel.call(4422);
    Label known = new Label();
    code.constant(S3, 1).jump(known);
    kernel.call(4238);
    code.constant(S3, 0).bind(known);
    Label wait = new Label();
    Label wake = new Label();
    Label wakeSome = new Label();
    Label move = new Label();
    Label waitForSome = new Label();
    Label deadline = new Label();
    Label forever = new Label();
    // A time that is none fails before anything else.
    code.immediate(Opcode.AND, S5, A1, COMMAND_MASK).branchIfZero(A3, forever);
    code.branchIfZero(S5, deadline).constant(T0, WAIT_BITSET).branch(Opcode.BNE, S5, T0, forever);
    code.bind(deadline);
    loadDeadline(kernel);
    code.bind(forever).immediate(Opcode.AND, T0, A0, 3);
    code.branchUnlessZero(T0, kernel.failure(Errno.EINVAL));
    kernel.checkAccess(A0, 4, Errno.EFAULT).move(T1, S5).constant(S4, -1);
    code.branchIfZero(T1, wait);
    code.constant(T0, WAKE).branch(Opcode.BEQ, T1, T0, wake);
    code.constant(T0, WAIT_BITSET).branch(Opcode.BEQ, T1, T0, waitForSome);
    code.constant(T0, WAKE_BITSET).branch(Opcode.BEQ, T1, T0, wakeSome);
    code.constant(T0, REQUEUE).branch(Opcode.BEQ, T1, T0, move);
    code.constant(T0, COMPARE_REQUEUE).branch(Opcode.BEQ, T1, T0, move);
    kernel.fail(Errno.ENOSYS);

    code.bind(move);
    requeue(kernel);

    code.bind(wakeSome).loadWord(S4, SP, KernelCode.SIXTH_ARGUMENT);
    code.branchIfZero(S4, kernel.failure(Errno.EINVAL));
    // Who asks for none wakes one.
    Label some = new Label();
    code.bind(wake).move(R0, A0).move(R1, A2).move(R2, S4).branch(Opcode.BLT, 0, R1, some);
    code.constant(R1, 1).bind(some).call(LINK0, kernel.routine(Routine.WAKE)).move(V0, R3);
    kernel.succeed();

    code.bind(waitForSome).loadWord(S4, SP, KernelCode.SIXTH_ARGUMENT);
    code.branchIfZero(S4, kernel.failure(Errno.EINVAL));
    code.bind(wait).loadWord(T0, A0, 0);
    code.branch(Opcode.BNE, T0, A2, kernel.failure(Errno.EAGAIN));
    Scheduler.noteCall(kernel);
    code.alu(Opcode.SLTU, T0, 0, A3).storeWord(T0, THREAD, ThreadBlock.TIMED);
    code.storeWord(A0, THREAD, ThreadBlock.FUTEX);
    code.storeWord(S4, THREAD, ThreadBlock.FUTEX_BITS);
    FutexQueue.takeTurn(THREAD, kernel);
    code.constant(S2, ThreadBlock.STATE_FUTEX).storeWord(S2, THREAD, ThreadBlock.STATE);
    code.constant(V0, Errno.ETIMEDOUT.number()).constant(A3, 1);
    code.jump(kernel.routine(Routine.SWITCH_THREAD));
  }

  /** WAIT's time runs from now, WAIT_BITSET's is a point in time. */
  private static void loadDeadline(KernelCode kernel) {
    Label wide = new Label();
    Code code = kernel.code().branchUnlessZero(S3, wide);
    ClockCalls.loadTime(A3, wide, kernel);
    code.move(R1, S5).call(LINK0, kernel.routine(Routine.SET_DEADLINE));
  }

  /**
   * Wakes up to $a2 waiters; up to $a3 of the others wait at another futex from now on, behind
   * those there. S5: the command, S2: that futex, R3: how many there were of both, R1: how many
   * there may be.
   */
  private static void requeue(KernelCode kernel) {
    Code code = kernel.code();
    Label compared = new Label();
    Label same = new Label();
    Label done = new Label();
    Label skip = new Label();
    code.loadWord(S2, SP, KernelCode.FIFTH_ARGUMENT).immediate(Opcode.AND, T0, S2, 3);
    code.branchUnlessZero(T0, kernel.failure(Errno.EINVAL));
    code.branch(Opcode.BLT, A2, 0, kernel.failure(Errno.EINVAL));
    code.branch(Opcode.BLT, A3, 0, kernel.failure(Errno.EINVAL));
    kernel.checkAccess(S2, 4, Errno.EFAULT).addImmediate(T0, S5, -REQUEUE);
    code.branchIfZero(T0, compared).loadWord(T0, A0, 0);
    code.loadWord(T1, SP, KernelCode.SIXTH_ARGUMENT);
    code.branch(Opcode.BNE, T0, T1, kernel.failure(Errno.EAGAIN)).bind(compared).constant(R2, -1);
    code.move(R0, A0).move(R1, A2).call(LINK0, kernel.routine(Routine.WAKE));
    code.add(R1, R3, A3).branch(Opcode.BEQ, S2, R0, same);
    Label move = code.here();
    code.branch(Opcode.BGEU, R3, R1, done);
    FutexQueue.firstAtFutex(kernel);
    code.branchIfZero(T4, done).storeWord(S2, T4, ThreadBlock.FUTEX);
    FutexQueue.takeTurn(T4, kernel);
    code.addImmediate(R3, R3, 1).jump(move);

    // Where they are they keep their places.
    code.bind(same);
    Label next = Scheduler.scan(done, kernel);
    code.branch(Opcode.BGEU, R3, R1, done);
    FutexQueue.unlessAtFutex(skip, code);
    code.addImmediate(R3, R3, 1);
    Scheduler.scanOn(skip, next, code);
    code.bind(done).move(V0, R3);
    kernel.succeed();
  }
}
