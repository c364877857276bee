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
import static dev.provelet.guest.machine.Registers.S4;
import static dev.provelet.guest.machine.Registers.S5;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.THREAD;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.kernel.core.Scheduler;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.KernelData.Queued;
import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** Waiting for signals, and calls that have a mask of their own while they wait. */
final class SignalWaits {
  /** What S4 says of how long is waited: for ever, until the deadline, no more. */
  private static final int FOREVER = 0;

  private static final int UNTIL_DEADLINE = 1;
  private static final int NO_MORE = 2;

  private SignalWaits() {}

  static void define(KernelCode kernel) {
    // sigsuspend, rt_sigsuspend, pause
    Code code = kernel.call(4072);
    Label known = new Label();
    Label pause = new Label();
    code.constant(R1, Signal.SET_BYTES).jump(known);
    kernel.call(4199);
    code.move(R1, A1)
        .bind(known)
        .move(R0, A0)
        .call(LINK1, kernel.routine(Routine.MASK_FOR_CALL))
        .jump(pause);
    kernel.call(4029);
    code.bind(pause).storeWord(0, THREAD, ThreadBlock.TIMED);
    Scheduler.waitThenSucceed(ThreadBlock.STATE_PAUSE, kernel);
    await(kernel);
    maskForCall(kernel);
  }

  /**
   * The call has the mask that a register points to, if it does, whose size R1 is. Changes what
   * MASK_FOR_CALL does.
   */
  static void mask(int pointer, KernelCode kernel) {
    Code code = kernel.code();
    Label none = new Label();
    code.branchIfZero(pointer, none).move(R0, pointer);
    code.call(LINK1, kernel.routine(Routine.MASK_FOR_CALL)).bind(none);
  }

  /**
   * MASK_FOR_CALL, by LINK1: until the call returns, the mask is the R1 bytes at R0. Changes R1,
   * R2, S0 to S2, T0 to T5, LINK0.
   */
  private static void maskForCall(KernelCode kernel) {
    Code code = kernel.begin(Routine.MASK_FOR_CALL);
    Label done = new Label();
    SignalCalls.checkSize(R1, kernel);
    kernel.checkAccess(R0, Signal.SET_BYTES, Errno.EFAULT);
    for (int at = Signal.SET_BYTES - 4; at >= 0; at -= 4) {
      code.loadWord(T1, THREAD, ThreadBlock.MASK + at);
      code.storeWord(T1, THREAD, ThreadBlock.KEPT_MASK + at).loadWord(T1, R0, at);
      if (at == 0) {
        SignalCalls.withoutUnstoppable(T1, code);
      }
      code.storeWord(T1, THREAD, ThreadBlock.MASK + at);
    }
    code.constant(T0, 1).storeWord(T0, THREAD, ThreadBlock.MASK_KEPT);
    SignalQueue.deliverOnReturn(kernel);
    code.addImmediate(R2, THREAD, ThreadBlock.MASK);
    code.call(LINK0, kernel.routine(Routine.SIGNAL_PICK)).branchIfZero(S0, done);
    code.constant(T0, 1).storeWord(T0, THREAD, ThreadBlock.SIGNALLED);
    code.bind(done).jumpTo(LINK1);
  }

  /** rt_sigtimedwait: the first signal of a set, whether blocked or not, is taken. */
  private static void await(KernelCode kernel) {
    Code code = kernel.call(4421);
    Label known = new Label();
    code.constant(S5, 1).jump(known);
    kernel.call(4197);
    code.constant(S5, 0).bind(known);
    Label untold = new Label();
    Label look = new Label();
    SignalCalls.checkSize(A3, kernel);
    kernel.checkAccess(A0, Signal.SET_BYTES, Errno.EFAULT).branchIfZero(A1, untold);
    kernel.checkAccess(A1, Signal.INFORMATION_BYTES, Errno.EFAULT).bind(untold);
    for (int at = 0; at < Signal.SET_BYTES; at += 4) {
      code.loadWord(T1, A0, at).immediate(Opcode.XOR, T1, T1, -1);
      if (at == 0) {
        code.constant(T0, Signal.UNSTOPPABLE).alu(Opcode.OR, T1, T1, T0);
      }
      code.storeWord(T1, THREAD, ThreadBlock.KEPT_MASK + at);
    }
    Label wide = new Label();
    code.constant(S4, FOREVER).branchIfZero(A2, look).branchUnlessZero(S5, wide);
    ClockCalls.loadTime(A2, wide, kernel);
    code.constant(S4, NO_MORE).alu(Opcode.OR, T0, T1, T2).branchIfZero(T0, look);
    code.constant(R1, 0).call(LINK0, kernel.routine(Routine.SET_DEADLINE));
    code.constant(S4, UNTIL_DEADLINE);

    Label found = new Label();
    Label forever = new Label();
    Label again = new Label();
    Label againTimed = new Label();
    Label wait = kernel.routine(Routine.WAIT_THEN_AGAIN);
    code.bind(look).storeWord(0, THREAD, ThreadBlock.TIMED);
    code.addImmediate(R2, THREAD, ThreadBlock.KEPT_MASK);
    code.call(LINK0, kernel.routine(Routine.SIGNAL_PICK)).branchUnlessZero(S0, found);
    code.constant(T0, NO_MORE).branch(Opcode.BEQ, S4, T0, kernel.failure(Errno.EAGAIN));
    code.constant(T0, 1).storeWord(T0, THREAD, ThreadBlock.AWAITING).branchIfZero(S4, forever);
    code.storeWord(T0, THREAD, ThreadBlock.TIMED).address(R3, againTimed).jump(wait);
    code.bind(forever).address(R3, again).jump(wait);

    code.bind(again).loadWord(K1, THREAD, ThreadBlock.CALLER).constant(S4, FOREVER);
    code.storeWord(0, THREAD, ThreadBlock.AWAITING).jump(look);
    code.bind(againTimed).loadWord(K1, THREAD, ThreadBlock.CALLER).constant(S4, UNTIL_DEADLINE);
    code.storeWord(0, THREAD, ThreadBlock.AWAITING);
    Scheduler.unlessOver(look, code);
    code.constant(S4, NO_MORE).jump(look);

    Label returned = new Label();
    code.bind(found).call(LINK0, kernel.routine(Routine.SIGNAL_TAKE)).branchIfZero(A1, returned);
    tell(A1, kernel);
    code.bind(returned).move(V0, R0);
    kernel.succeed();
  }

  /** What is known of the signal just taken goes to an address. Changes T0. */
  static void tell(int address, KernelCode kernel) {
    Code code = kernel.code();
    for (int at = 0; at < 4 * Queued.INFORMATION_WORDS; at += 4) {
      kernel.load(T0, KernelData.SIGNAL + at).storeWord(T0, address, at);
    }
    for (int at = 4 * Queued.INFORMATION_WORDS; at < Signal.INFORMATION_BYTES; at += 4) {
      code.storeWord(0, address, at);
    }
  }
}
