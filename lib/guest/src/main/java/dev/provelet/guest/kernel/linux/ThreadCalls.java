package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.A2;
import static dev.provelet.guest.machine.Registers.A3;
import static dev.provelet.guest.machine.Registers.KERNEL;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S1;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.SP;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.THREAD;
import static dev.provelet.guest.machine.Registers.THREAD_POINTER;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.kernel.core.Scheduler;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;
import java.util.function.Consumer;

/** Making and naming threads; there is one processor. */
final class ThreadCalls {
  /** CLONE_VM, FS, FILES, SIGHAND, THREAD: all that threads share. */
  private static final int SHARED = 0x10f00;

  /** Besides these: SYSVSEM, DETACHED, UNTRACED, IO, and a signal that threads do not send. */
  private static final int UNNOTICED = 0x80c4_00ff;

  private static final int CLONE_SETTLS = 0x80000;
  private static final int CLONE_PARENT_SETTID = 0x100000;
  private static final int CLONE_CHILD_CLEARTID = 0x200000;
  private static final int CLONE_CHILD_SETTID = 0x1000000;

  private static final int SERVED =
      SHARED
          | UNNOTICED
          | CLONE_SETTLS
          | CLONE_PARENT_SETTID
          | CLONE_CHILD_CLEARTID
          | CLONE_CHILD_SETTID;

  private ThreadCalls() {}

  static void define(KernelCode kernel) {
    makeThread(kernel);
    Code code = kernel.call(4222);
    code.loadWord(V0, THREAD, ThreadBlock.ID);
    kernel.succeed();

    kernel.call(4252);
    code.storeWord(A0, THREAD, ThreadBlock.CLEAR_ON_EXIT).loadWord(V0, THREAD, ThreadBlock.ID);
    kernel.succeed();

    kernel.call(4283);
    code.move(THREAD_POINTER, A0);
    kernel.succeed(0);

    kernel.call(4162);
    code.call(LINK0, kernel.routine(Routine.TICK)).constant(V0, 0).constant(A3, 0);
    code.jump(kernel.routine(Routine.SWITCH_THREAD));

    affinity(kernel);
  }

  /** Processes are not made, only threads: what shares memory and is one program. S0: its block. */
  private static void makeThread(KernelCode kernel) {
    Code code = kernel.call(4120);
    code.constant(T0, SHARED).alu(Opcode.AND, T1, A0, T0);
    code.branch(Opcode.BNE, T1, T0, kernel.failure(Errno.ENOSYS)).constant(T0, ~SERVED);
    code.alu(Opcode.AND, T0, T0, A0).branchUnlessZero(T0, kernel.failure(Errno.EINVAL));
    code.loadWord(S2, SP, KernelCode.FIFTH_ARGUMENT);
    when(CLONE_PARENT_SETTID, code, _ -> kernel.checkAccess(A2, 4, Errno.EFAULT));
    when(CLONE_CHILD_SETTID, code, _ -> kernel.checkAccess(S2, 4, Errno.EFAULT));
    freeBlock(kernel);

    Scheduler.saveRegisters(S0, code);
    code.storeWord(0, S0, 4 * V0).storeWord(0, S0, 4 * A3);
    Label sameStack = new Label();
    code.branchIfZero(A1, sameStack).storeWord(A1, S0, 4 * SP).bind(sameStack);
    when(CLONE_SETTLS, code, c -> c.storeWord(A3, S0, ThreadBlock.THREAD_POINTER));
    inherit(code);

    kernel.load(S1, KernelData.NEXT_THREAD_ID);
    code.storeWord(S1, S0, ThreadBlock.ID).addImmediate(T0, S1, 1);
    kernel.store(T0, KernelData.NEXT_THREAD_ID);
    kernel.load(T0, KernelData.LIVE_THREADS);
    code.addImmediate(T0, T0, 1);
    kernel.store(T0, KernelData.LIVE_THREADS);

    code.storeWord(0, S0, ThreadBlock.CLEAR_ON_EXIT);
    when(CLONE_PARENT_SETTID, code, c -> c.storeWord(S1, A2, 0));
    when(CLONE_CHILD_SETTID, code, c -> c.storeWord(S1, S2, 0));
    when(CLONE_CHILD_CLEARTID, code, c -> c.storeWord(S2, S0, ThreadBlock.CLEAR_ON_EXIT));
    SignalCalls.begin(kernel);
    code.storeWord(0, S0, ThreadBlock.TIMED).constant(T0, ThreadBlock.STATE_READY);
    code.storeWord(T0, S0, ThreadBlock.STATE).move(V0, S1);
    kernel.succeed();
  }

  private static void when(int flag, Code code, Consumer<Code> then) {
    Label skip = new Label();
    code.loadUpper(T0, flag >>> 16).alu(Opcode.AND, T0, T0, A0).branchIfZero(T0, skip);
    then.accept(code);
    code.bind(skip);
  }

  /** S0: a block that no thread has. Changes T0, T1. */
  private static void freeBlock(KernelCode kernel) {
    Code code = kernel.code();
    Label found = new Label();
    Label extend = new Label();
    kernel.load(T1, KernelData.THREADS_END);
    code.addImmediate(S0, KERNEL, KernelData.THREADS);
    Label next = code.here();
    code.branch(Opcode.BEQ, S0, T1, extend);
    code.loadWord(T0, S0, ThreadBlock.STATE).branchIfZero(T0, found);
    code.addImmediate(S0, S0, ThreadBlock.SIZE).jump(next);
    code.bind(extend).addImmediate(T0, KERNEL, KernelData.SIZE);
    code.branch(Opcode.BEQ, S0, T0, kernel.failure(Errno.EAGAIN));
    code.addImmediate(T0, S0, ThreadBlock.SIZE);
    kernel.store(T0, KernelData.THREADS_END);
    code.bind(found);
  }

  /** A thread starts with its maker's floating-point registers and mask. Changes T0 to T2. */
  private static void inherit(Code code) {
    code.move(T1, THREAD).move(T2, S0).addImmediate(S1, THREAD, ThreadBlock.INHERITED_END);
    code.addImmediate(S1, S1, -ThreadBlock.FLOAT_MODE);
    Label next = code.here();
    code.loadWord(T0, T1, ThreadBlock.FLOAT_MODE);
    code.storeWord(T0, T2, ThreadBlock.FLOAT_MODE);
    code.addImmediate(T1, T1, 4).addImmediate(T2, T2, 4).branch(Opcode.BNE, T1, S1, next);
  }

  private static void affinity(KernelCode kernel) {
    // sched_setaffinity: to the one processor that there is
    Code code = kernel.call(4239).branchIfZero(A1, kernel.failure(Errno.EINVAL));
    kernel.checkAccess(A2, 1, Errno.EFAULT).immediate(Opcode.AND, T2, A2, -4);
    code.loadWord(T0, T2, 0).branch(Opcode.BNE, T2, A2, kernel.failure(Errno.EINVAL));
    code.immediate(Opcode.AND, T0, T0, 1).branchIfZero(T0, kernel.failure(Errno.EINVAL));
    kernel.succeed(0);
    kernel.call(4240);
    code.immediate(Opcode.SLTU, T0, A1, 4);
    code.branchUnlessZero(T0, kernel.failure(Errno.EINVAL));
    kernel.checkAccess(A2, 4, Errno.EFAULT).constant(T0, 1).storeWord(T0, A2, 0);
    kernel.succeed(4);
  }
}
