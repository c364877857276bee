package dev.provelet.guest.kernel;

import static dev.provelet.guest.lower.Registers.A0;
import static dev.provelet.guest.lower.Registers.A1;
import static dev.provelet.guest.lower.Registers.A2;
import static dev.provelet.guest.lower.Registers.A3;
import static dev.provelet.guest.lower.Registers.K1;
import static dev.provelet.guest.lower.Registers.KERNEL;
import static dev.provelet.guest.lower.Registers.LINK0;
import static dev.provelet.guest.lower.Registers.R0;
import static dev.provelet.guest.lower.Registers.R1;
import static dev.provelet.guest.lower.Registers.R2;
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
import static dev.provelet.guest.lower.Registers.T4;
import static dev.provelet.guest.lower.Registers.THREAD;
import static dev.provelet.guest.lower.Registers.V0;

import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.KernelData.Queued;
import dev.provelet.guest.lower.ThreadBlock;
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

  private static final int STACK_BYTES = 12;
  private static final int SMALLEST_STACK = 2048;
  private static final int ON_STACK = 1;
  private static final int STACK_DISABLED = 2;

  /** SS_AUTODISARM: the handler itself starts without one. */
  private static final int DISARMED_BY_ITSELF = 1 << 31;

  private SignalCalls() {}

  static void define(KernelCode kernel) {
    action(kernel);
    mask(kernel);
    pending(kernel);
    stack(kernel);
    setStack(kernel);
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

  private static void action(KernelCode kernel) {
    Code code = kernel.call(4194);
    Label invalid = kernel.failure(Errno.EINVAL);
    Label read = new Label();
    Label unasked = new Label();
    Label done = new Label();
    code.addImmediate(T0, A3, -Signal.SET_BYTES).branchUnlessZero(T0, invalid);
    code.addImmediate(T2, A0, -1).immediate(Opcode.SLTU, T0, T2, KernelData.MAX_SIGNAL);
    code.branchIfZero(T0, invalid).branchIfZero(A1, read);
    code.addImmediate(T0, A0, -Signal.KILL).branchIfZero(T0, invalid);
    code.addImmediate(T0, A0, -Signal.STOP).branchIfZero(T0, invalid);
    kernel.checkAccess(A1, KernelData.ACTION_BYTES, Errno.EFAULT);
    for (int i = 0; i < WORDS.length; i++) {
      code.loadWord(WORDS[i], A1, 4 * i);
    }
    withoutUnstoppable(S2, code);
    code.bind(read).immediate(Opcode.SLL, T0, T2, 3).immediate(Opcode.SLL, T2, T2, 4);
    code.add(T2, T2, T0).add(T2, T2, KERNEL).branchIfZero(A2, unasked);
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

  /** rt_sigprocmask. */
  private static void mask(KernelCode kernel) {
    Code code = kernel.call(4195);
    Label given = new Label();
    Label unblock = new Label();
    Label replace = new Label();
    Label changed = new Label();
    Label done = new Label();
    checkSize(A3, kernel);
    code.branchUnlessZero(A1, given).branchIfZero(A2, done);
    tellMask(kernel);
    code.bind(done);
    kernel.succeed(0);

    code.bind(given);
    kernel.checkAccess(A1, Signal.SET_BYTES, Errno.EFAULT);
    for (int i = 0; i < SET.length; i++) {
      code.loadWord(SET[i], A1, 4 * i);
    }
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

  private static void tellMask(KernelCode kernel) {
    kernel.checkAccess(A2, Signal.SET_BYTES, Errno.EFAULT);
    for (int at = 0; at < Signal.SET_BYTES; at += 4) {
      kernel.code().loadWord(T0, THREAD, ThreadBlock.MASK + at).storeWord(T0, A2, at);
    }
  }

  /** rt_sigpending: what was sent and is blocked. */
  private static void pending(KernelCode kernel) {
    Code code = kernel.call(4196);
    Label mine = new Label();
    Label skip = new Label();
    Label done = new Label();
    checkSize(A1, kernel);
    kernel.checkAccess(A0, Signal.SET_BYTES, Errno.EFAULT);
    for (int at = 0; at < Signal.SET_BYTES; at += 4) {
      code.storeWord(0, A0, at);
    }
    Label next = SignalQueue.scan(S0, done, kernel);
    code.loadWord(T0, S0, Queued.OWNER).branchIfZero(T0, mine);
    code.branch(Opcode.BNE, T0, THREAD, skip).bind(mine);
    code.loadWord(T3, S0, Queued.INFORMATION);
    SignalQueue.isIn(THREAD, ThreadBlock.MASK, T3, code).branchIfZero(T0, skip);
    code.addImmediate(T1, T3, -1).immediate(Opcode.SRL, T0, T1, 5).immediate(Opcode.SLL, T0, T0, 2);
    code.add(T0, T0, A0).constant(T2, 1).alu(Opcode.SLL, T2, T2, T1).loadWord(T1, T0, 0);
    code.alu(Opcode.OR, T1, T1, T2).storeWord(T1, T0, 0);
    SignalQueue.scanOn(S0, skip, next, code);
    code.bind(done);
    kernel.succeed(0);
  }

  /** sigaltstack. */
  private static void stack(KernelCode kernel) {
    Code code = kernel.call(4206);
    Label unchanged = new Label();
    Label refused = new Label();
    Label done = new Label();
    code.branchIfZero(A0, unchanged);
    kernel.checkAccess(A0, STACK_BYTES, Errno.EFAULT);
    code.bind(unchanged).branchIfZero(A1, done);
    kernel.checkAccess(A1, STACK_BYTES, Errno.EFAULT).bind(done);
    loadStack(S0, S1, S2, code);
    Label tell = new Label();
    Label untold = new Label();
    code.branchIfZero(A0, tell).loadWord(R0, A0, 0).loadWord(R1, A0, 4).loadWord(R2, A0, 8);
    code.call(LINK0, kernel.routine(Routine.SIGNAL_STACK)).branchUnlessZero(R3, refused);
    code.bind(tell).branchIfZero(A1, untold);
    code.storeWord(S0, A1, 0).storeWord(S1, A1, 4).storeWord(S2, A1, 8).bind(untold);
    kernel.succeed(0);
    code.bind(refused).move(V0, R3).constant(A3, 1).jumpTo(K1);
  }

  /** The stack for handlers as the program is told of it. Changes T0, T1. */
  static void loadStack(int start, int size, int flags, Code code) {
    Label on = new Label();
    Label done = new Label();
    code.loadWord(start, THREAD, ThreadBlock.SIGNAL_STACK);
    code.loadWord(size, THREAD, ThreadBlock.SIGNAL_STACK_SIZE);
    code.constant(flags, STACK_DISABLED).branchIfZero(size, done).constant(flags, ON_STACK);
    ifOnStack(SP, on, code);
    code.constant(flags, 0).bind(on).loadWord(T0, THREAD, ThreadBlock.SIGNAL_STACK_FLAGS);
    code.constant(T1, DISARMED_BY_ITSELF).alu(Opcode.AND, T0, T0, T1);
    code.alu(Opcode.OR, flags, flags, T0).bind(done);
  }

  /** Branches if a stack pointer is within the stack for handlers. Changes T0, T1. */
  static void ifOnStack(int pointer, Label on, Code code) {
    Label off = new Label();
    code.loadWord(T0, THREAD, ThreadBlock.SIGNAL_STACK_FLAGS).branch(Opcode.BLT, T0, 0, off);
    code.loadWord(T0, THREAD, ThreadBlock.SIGNAL_STACK).subtract(T0, pointer, T0);
    code.loadWord(T1, THREAD, ThreadBlock.SIGNAL_STACK_SIZE).addImmediate(T0, T0, -1);
    code.branch(Opcode.BLTU, T0, T1, on).bind(off);
  }

  /**
   * SIGNAL_STACK, by LINK0: the running thread's handlers have the R1 bytes at R0 for a stack, with
   * the flags R2. R3: 0 or the error. Changes T0, T1.
   */
  private static void setStack(KernelCode kernel) {
    Code code = kernel.begin(Routine.SIGNAL_STACK);
    Label done = new Label();
    Label disable = new Label();
    Label set = new Label();
    code.constant(R3, Errno.EPERM.number());
    ifOnStack(SP, done, code);
    code.constant(R3, Errno.EINVAL.number()).constant(T0, ~DISARMED_BY_ITSELF);
    code.alu(Opcode.AND, T0, R2, T0).constant(T1, STACK_DISABLED);
    code.branch(Opcode.BEQ, T0, T1, disable).branch(Opcode.BLTU, T1, T0, done);
    code.constant(R3, Errno.ENOMEM.number()).constant(T0, SMALLEST_STACK);
    code.branch(Opcode.BLTU, R1, T0, done).jump(set);
    code.bind(disable).constant(R0, 0).constant(R1, 0);
    code.bind(set).storeWord(R0, THREAD, ThreadBlock.SIGNAL_STACK);
    code.storeWord(R1, THREAD, ThreadBlock.SIGNAL_STACK_SIZE);
    code.storeWord(R2, THREAD, ThreadBlock.SIGNAL_STACK_FLAGS).constant(R3, 0);
    code.bind(done).jumpTo(LINK0);
  }
}
