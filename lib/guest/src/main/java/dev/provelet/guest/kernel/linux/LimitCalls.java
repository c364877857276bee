package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.A2;
import static dev.provelet.guest.machine.Registers.A3;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;

import dev.provelet.guest.kernel.core.BitMask;
import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/**
 * What a program may use, and how it is scheduled. Both are as they are: setting them to that
 * succeeds, anything else is not permitted.
 */
final class LimitCalls {
  private static final int STACK = 3;
  private static final int FILES = 5;
  private static final int KINDS = 16;
  private static final int UNLIMITED = Integer.MAX_VALUE;

  /** SCHED_OTHER is 0. */
  private static final int FIFO = 1;

  private static final int LAST_POLICY = 6;

  /** OTHER, FIFO, RR, BATCH, IDLE, DEADLINE. */
  private static final int POLICIES = 0x6f;

  private static final int HIGHEST_PRIORITY = 99;

  private LimitCalls() {}

  static void define(KernelCode kernel) {
    wide(kernel);
    narrow(kernel);
    scheduler(kernel);
    // sched_get_priority_max, sched_get_priority_min
    priority(4163, HIGHEST_PRIORITY, kernel);
    priority(4164, 1, kernel);
  }

  /** prlimit64: the numbers have eight bytes. */
  private static void wide(KernelCode kernel) {
    Code code = kernel.call(4338);
    Label done = new Label();
    Label known = new Label();
    Label unset = new Label();
    code.call(LINK1, kernel.routine(Routine.CHECK_PROCESS));
    // T2, T3: the limit's words
    limit(A1, kernel);
    code.constant(T3, 0).constant(T0, UNLIMITED).branch(Opcode.BNE, T2, T0, known);
    code.constant(T2, -1).constant(T3, -1).bind(known).branchIfZero(A2, unset);
    kernel.checkAccess(A2, 16, Errno.EFAULT);
    for (int at = 0; at <= 8; at += 8) {
      same(A2, kernel.lowAt(at), T2, kernel);
      same(A2, kernel.highAt(at), T3, kernel);
    }
    code.bind(unset).branchIfZero(A3, done);
    kernel.checkAccess(A3, 16, Errno.EFAULT);
    for (int at = 0; at <= 8; at += 8) {
      code.storeWord(T2, A3, kernel.lowAt(at)).storeWord(T3, A3, kernel.highAt(at));
    }
    code.bind(done);
    kernel.succeed(0);
  }

  /** getrlimit, setrlimit. */
  private static void narrow(KernelCode kernel) {
    Code code = kernel.call(4076);
    limit(A0, kernel);
    kernel.checkAccess(A1, 8, Errno.EFAULT);
    code.storeWord(T2, A1, 0).storeWord(T2, A1, 4);
    kernel.succeed(0);
    kernel.call(4075);
    limit(A0, kernel);
    kernel.checkAccess(A1, 8, Errno.EFAULT);
    same(A1, 0, T2, kernel);
    same(A1, 4, T2, kernel);
    kernel.succeed(0);
  }

  private static void same(int address, int offset, int value, KernelCode kernel) {
    kernel.code().loadWord(T0, address, offset);
    kernel.code().branch(Opcode.BNE, T0, value, kernel.failure(Errno.EPERM));
  }

  /** T2: the limit of a kind; fails the call if there is none such. Changes T0. */
  private static void limit(int kind, KernelCode kernel) {
    Code code = kernel.code().immediate(Opcode.SLTU, T0, kind, KINDS);
    Label found = new Label();
    code.branchIfZero(T0, kernel.failure(Errno.EINVAL));
    code.constant(T0, STACK).constant(T2, kernel.layout().stack().limit());
    code.branch(Opcode.BEQ, kind, T0, found);
    code.constant(T0, FILES).constant(T2, KernelData.MAX_DESCRIPTORS);
    code.branch(Opcode.BEQ, kind, T0, found).constant(T2, UNLIMITED).bind(found);
  }

  /** sched_setscheduler: of the process and its first thread, which share a number. */
  private static void scheduler(KernelCode kernel) {
    Code code = kernel.call(4160);
    code.call(LINK1, kernel.routine(Routine.CHECK_PROCESS));
    kernel.checkAccess(A2, 4, Errno.EFAULT);
    checkPolicy(A1, kernel);
    code.branchUnlessZero(A1, kernel.failure(Errno.EPERM)).loadWord(T0, A2, 0);
    code.branchUnlessZero(T0, kernel.failure(Errno.EINVAL));
    kernel.succeed(0);
  }

  private static void priority(int call, int ofRealTime, KernelCode kernel) {
    Code code = kernel.call(call);
    Label realTime = new Label();
    checkPolicy(A0, kernel);
    code.addImmediate(T0, A0, -FIFO).immediate(Opcode.SLTU, T0, T0, 2);
    code.branchUnlessZero(T0, realTime);
    kernel.succeed(0);
    code.bind(realTime);
    kernel.succeed(ofRealTime);
  }

  /** Fails the call unless there is such a policy. Changes T0. */
  private static void checkPolicy(int policy, KernelCode kernel) {
    Code code = kernel.code().immediate(Opcode.SLTU, T0, policy, LAST_POLICY + 1);
    code.branchIfZero(T0, kernel.failure(Errno.EINVAL));
    BitMask.has(POLICIES, policy, code).branchIfZero(T0, kernel.failure(Errno.EINVAL));
  }
}
