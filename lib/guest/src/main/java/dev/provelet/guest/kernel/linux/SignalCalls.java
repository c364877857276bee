package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.A2;
import static dev.provelet.guest.machine.Registers.A3;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S1;
import static dev.provelet.guest.machine.Registers.S2;
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

import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.KernelData.Queued;
import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** What a program says of signals: actions, masks, the stack for handlers. */
final class SignalCalls {
  /** For the words of an action. */
  private static final int[] WORDS = {S0, S1, S2, S3, S4, S5};

  private static final int[] SET = {S0, S1, S2, S3};

  /** What rt_sigprocmask does with the set that it is given. */
  private static final int BLOCK = 1;

  private static final int UNBLOCK = 2;
  private static final int REPLACE = 3;

  /** What the oldest calls have of a set. */
  private static final int OLD_SET_BYTES = 4;

  private SignalCalls() {}

  static void define(KernelCode kernel) {
    action(kernel);
    mask(kernel);
    pending(kernel);
  }

  /**
   * A thread begins, in the block S0: with nothing but its maker's mask. Changes R0, R2, T0 to T5.
   */
  static void begin(KernelCode kernel) {
    Code code = kernel.code();
    Label none = new Label();
    int[] empty = {
      ThreadBlock.SIGNALLED,
      ThreadBlock.RETURN,
      ThreadBlock.INTERRUPTED,
      ThreadBlock.AWAITING,
      ThreadBlock.MASK_KEPT,
      ThreadBlock.SIGNAL_STACK_SIZE,
      ThreadBlock.SIGNAL_STACK_FLAGS
    };
    for (int field : empty) {
      code.storeWord(0, S0, field);
    }
    // What was sent to who had the block before is not for this one.
    kernel.load(T0, KernelData.SIGNALS_USED);
    code.branchIfZero(T0, none).move(R0, S0).constant(R2, Queued.OWNER);
    code.call(LINK0, kernel.routine(Routine.SIGNAL_DISCARD)).bind(none);
  }

  /** rt_sigaction, sigaction. T7: whether only the first word of the mask counts. */
  private static void action(KernelCode kernel) {
    Code code = kernel.call(4067);
    Label known = new Label();
    Label whole = new Label();
    Label invalid = kernel.failure(Errno.EINVAL);
    Label read = new Label();
    Label unasked = new Label();
    Label done = new Label();
    code.constant(T7, 1).jump(known);
    kernel.call(4194);
    checkSize(A3, kernel);
    code.constant(T7, 0).bind(known);
    code.addImmediate(T2, A0, -1).immediate(Opcode.SLTU, T0, T2, KernelData.MAX_SIGNAL);
    code.branchIfZero(T0, invalid).branchIfZero(A1, read);
    code.addImmediate(T0, A0, -Signal.KILL).branchIfZero(T0, invalid);
    code.addImmediate(T0, A0, -Signal.STOP).branchIfZero(T0, invalid);
    kernel.checkAccess(A1, KernelData.ACTION_BYTES, Errno.EFAULT);
    for (int i = 0; i < WORDS.length; i++) {
      code.loadWord(WORDS[i], A1, 4 * i);
    }
    withoutUnstoppable(S2, code).branchIfZero(T7, whole);
    code.constant(S3, 0).constant(S4, 0).constant(S5, 0).bind(whole);
    SignalQueue.locateAction(code.bind(read)).branchIfZero(A2, unasked);
    kernel.checkAccess(A2, KernelData.ACTION_BYTES, Errno.EFAULT);
    for (int i = 0; i < WORDS.length; i++) {
      code.loadWord(T0, T2, KernelData.ACTIONS + 4 * i).storeWord(T0, A2, 4 * i);
    }
    code.bind(unasked).branchIfZero(A1, done);
    for (int i = 0; i < WORDS.length; i++) {
      code.storeWord(WORDS[i], T2, KernelData.ACTIONS + 4 * i);
    }
    // What is ignored from now on is forgotten.
    kernel.load(T0, KernelData.SIGNALS_USED).branchIfZero(T0, done).move(R0, A0);
    code.call(LINK0, kernel.routine(Routine.SIGNAL_ACTION)).branchUnlessZero(T4, done);
    code.constant(R2, Queued.INFORMATION).call(LINK0, kernel.routine(Routine.SIGNAL_DISCARD));
    code.bind(done);
    kernel.succeed(0);
  }

  /** Takes SIGKILL and SIGSTOP out of the first word of a set. Changes T0. */
  static Code withoutUnstoppable(int word, Code code) {
    return code.constant(T0, ~Signal.UNSTOPPABLE).alu(Opcode.AND, word, word, T0);
  }

  /** rt_sigprocmask, sigprocmask. T7: the size of a set. */
  private static void mask(KernelCode kernel) {
    Code code = kernel.call(4126);
    Label known = new Label();
    Label given = new Label();
    Label whole = new Label();
    Label loaded = new Label();
    Label unblock = new Label();
    Label replace = new Label();
    Label changed = new Label();
    Label done = new Label();
    code.constant(T7, OLD_SET_BYTES).jump(known);
    kernel.call(4195);
    checkSize(A3, kernel);
    code.constant(T7, Signal.SET_BYTES).bind(known);
    code.branchUnlessZero(A1, given).branchIfZero(A2, done);
    tellMask(kernel);
    code.bind(done);
    kernel.succeed(0);

    code.bind(given);
    kernel.checkAccessOf(A1, T7, Errno.EFAULT).loadWord(S0, A1, 0);
    code.addImmediate(T0, T7, -OLD_SET_BYTES).branchUnlessZero(T0, whole);
    // The rest stays: all of it replaces itself, none of it is blocked or unblocked.
    code.addImmediate(T1, A0, -REPLACE).alu(Opcode.SLTU, T1, 0, T1).addImmediate(T1, T1, -1);
    for (int i = 1; i < SET.length; i++) {
      code.loadWord(T0, THREAD, ThreadBlock.MASK + 4 * i).alu(Opcode.AND, SET[i], T0, T1);
    }
    code.jump(loaded).bind(whole);
    for (int i = 1; i < SET.length; i++) {
      code.loadWord(SET[i], A1, 4 * i);
    }
    code.bind(loaded);
    withoutUnstoppable(S0, code).constant(T0, REPLACE).branch(Opcode.BEQ, A0, T0, replace);
    code.constant(T0, UNBLOCK).branch(Opcode.BEQ, A0, T0, unblock).constant(T0, BLOCK);
    code.branch(Opcode.BNE, A0, T0, kernel.failure(Errno.EINVAL));
    for (int i = 0; i < SET.length; i++) {
      code.loadWord(T0, THREAD, ThreadBlock.MASK + 4 * i).alu(Opcode.OR, SET[i], SET[i], T0);
    }
    code.jump(replace).bind(unblock);
    for (int i = 0; i < SET.length; i++) {
      code.loadWord(T0, THREAD, ThreadBlock.MASK + 4 * i).immediate(Opcode.XOR, T1, SET[i], -1);
      code.alu(Opcode.AND, SET[i], T0, T1);
    }
    code.bind(replace).branchIfZero(A2, changed);
    tellMask(kernel);
    code.bind(changed);
    for (int i = 0; i < SET.length; i++) {
      code.storeWord(SET[i], THREAD, ThreadBlock.MASK + 4 * i);
    }
    SignalDelivery.succeedAndDeliver(kernel);
  }

  /** Fails the call unless a set has the size that it has. Changes T0. */
  static void checkSize(int register, KernelCode kernel) {
    Code code = kernel.code().addImmediate(T0, register, -Signal.SET_BYTES);
    code.branchUnlessZero(T0, kernel.failure(Errno.EINVAL));
  }

  /** T7 bytes of the mask go to $a2. Changes T0 and what checkAccess does. */
  private static void tellMask(KernelCode kernel) {
    Code code = kernel.code();
    Label done = new Label();
    kernel.checkAccessOf(A2, T7, Errno.EFAULT);
    for (int at = 0; at < Signal.SET_BYTES; at += 4) {
      if (at == OLD_SET_BYTES) {
        code.addImmediate(T0, T7, -OLD_SET_BYTES).branchIfZero(T0, done);
      }
      code.loadWord(T0, THREAD, ThreadBlock.MASK + at).storeWord(T0, A2, at);
    }
    code.bind(done);
  }

  /** rt_sigpending, sigpending: what was sent and is blocked. T7: the size of a set. */
  private static void pending(KernelCode kernel) {
    Code code = kernel.call(4073);
    Label known = new Label();
    Label small = new Label();
    Label mine = new Label();
    Label skip = new Label();
    Label done = new Label();
    code.constant(T7, OLD_SET_BYTES).jump(known);
    kernel.call(4196);
    checkSize(A1, kernel);
    code.constant(T7, Signal.SET_BYTES).bind(known);
    kernel.checkAccessOf(A0, T7, Errno.EFAULT).storeWord(0, A0, 0);
    code.addImmediate(T0, T7, -OLD_SET_BYTES).branchIfZero(T0, small);
    for (int at = OLD_SET_BYTES; at < Signal.SET_BYTES; at += 4) {
      code.storeWord(0, A0, at);
    }
    code.bind(small);
    Label next = SignalQueue.scan(S0, done, kernel);
    code.loadWord(T0, S0, Queued.OWNER).branchIfZero(T0, mine);
    code.branch(Opcode.BNE, T0, THREAD, skip).bind(mine);
    code.loadWord(T3, S0, Queued.INFORMATION);
    SignalSet.has(THREAD, ThreadBlock.MASK, T3, code).branchIfZero(T0, skip);
    SignalSet.place(T3, code).branch(Opcode.BGEU, T0, T7, skip);
    SignalSet.addPlaced(A0, 0, code);
    SignalQueue.scanOn(S0, skip, next, code);
    code.bind(done);
    kernel.succeed(0);
  }
}
