package dev.provelet.guest.kernel;

import static dev.provelet.guest.lower.Registers.A0;
import static dev.provelet.guest.lower.Registers.A1;
import static dev.provelet.guest.lower.Registers.A3;
import static dev.provelet.guest.lower.Registers.KERNEL;
import static dev.provelet.guest.lower.Registers.LINK1;
import static dev.provelet.guest.lower.Registers.R0;
import static dev.provelet.guest.lower.Registers.R1;
import static dev.provelet.guest.lower.Registers.T0;
import static dev.provelet.guest.lower.Registers.T1;
import static dev.provelet.guest.lower.Registers.T2;
import static dev.provelet.guest.lower.Registers.T7;
import static dev.provelet.guest.lower.Registers.V0;

import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** Who and where the program is, what it may use, and random bytes that are not random. */
final class InformationCalls {
  static final int PROCESS_ID = 100;

  private static final int LIMIT_STACK = 3;
  private static final int LIMIT_FILES = 5;

  /** PR_SET_NAME. */
  private static final int SET_NAME = 15;

  /** struct rusage. */
  private static final int USAGE_BYTES = 72;

  private InformationCalls() {}

  static void define(KernelCode kernel) {
    // getpid, getpgrp, getpgid, getsid
    Code code = kernel.call(4020, 4065, 4132, 4151);
    kernel.succeed(PROCESS_ID);
    // getppid
    kernel.call(4064);
    kernel.succeed(1);
    // getuid, getgid, geteuid, getegid, getgroups
    kernel.call(4024, 4047, 4049, 4050, 4080);
    kernel.succeed(0);
    // prctl: a name may be given, and is forgotten
    kernel.call(4192);
    code.addImmediate(T0, A0, -SET_NAME).branchUnlessZero(T0, kernel.failure(Errno.EINVAL));
    kernel.succeed(0);
    // umask
    kernel.call(4060);
    kernel.succeed(022);
    // statx, rseq, clone3: C libraries ask and do without
    kernel.call(4366, 4367, 4435);
    kernel.fail(Errno.ENOSYS);
    // setrlimit, cacheflush, set_robust_list
    kernel.call(4075, 4147, 4309);
    kernel.succeed(0);
    // sched_getscheduler, sched_get_priority_max, sched_get_priority_min
    kernel.call(4160, 4163, 4164);
    kernel.succeed(0);
    // getrusage
    kernel.call(4077);
    kernel.checkAccess(A1, USAGE_BYTES, Errno.EFAULT);
    code.move(R0, A1).addImmediate(R1, A1, USAGE_BYTES);
    code.call(LINK1, kernel.routine(Routine.ZERO));
    kernel.succeed(0);
    directory(kernel);

    kernel.call(4122);
    kernel.checkAccess(A0, 6 * KernelData.SYSTEM_NAME_FIELD, Errno.EFAULT);
    code.move(R0, A0).addImmediate(R1, KERNEL, KernelData.SYSTEM_NAME);
    code.constant(T7, 6 * KernelData.SYSTEM_NAME_FIELD);
    code.call(LINK1, kernel.routine(Routine.COPY));
    kernel.succeed(0);

    limits(kernel);
    random(kernel);
  }

  /** getcwd: the root. */
  private static void directory(KernelCode kernel) {
    Code code = kernel.call(4203);
    code.immediate(Opcode.SLTU, T0, A1, 2).branchUnlessZero(T0, kernel.failure(Errno.ERANGE));
    kernel.checkAccess(A0, 2, Errno.EFAULT);
    code.constant(T0, '/');
    kernel.storeByte(T0, A0, T1).addImmediate(T2, A0, 1);
    kernel.storeByte(0, T2, T1);
    kernel.succeed(2);
  }

  /** prlimit64, getrlimit: stack and files have limits; setting any has no effect. */
  private static void limits(KernelCode kernel) {
    Code code = kernel.call(4338);
    Label known = new Label();
    Label unasked = new Label();
    Label unlimited = new Label();
    code.branchIfZero(A3, unasked);
    kernel.checkAccess(A3, 16, Errno.EFAULT);
    limit(A1, kernel, known, unlimited);
    code.bind(unlimited).constant(T1, -1).storeWord(T1, A3, 0).storeWord(T1, A3, 4);
    code.storeWord(T1, A3, 8).storeWord(T1, A3, 12);
    kernel.succeed(0);
    code.bind(known);
    for (int at = 0; at <= 8; at += 8) {
      code.storeWord(T1, A3, kernel.lowAt(at)).storeWord(0, A3, kernel.highAt(at));
    }
    code.bind(unasked);
    kernel.succeed(0);

    // getrlimit
    kernel.call(4076);
    Label found = new Label();
    Label none = new Label();
    kernel.checkAccess(A1, 8, Errno.EFAULT);
    limit(A0, kernel, found, none);
    code.bind(none).constant(T1, Integer.MAX_VALUE);
    code.bind(found).storeWord(T1, A1, 0).storeWord(T1, A1, 4);
    kernel.succeed(0);
  }

  /** T1: the limit of a kind. Changes T0. */
  private static void limit(int kind, KernelCode kernel, Label known, Label unlimited) {
    Code code = kernel.code();
    code.constant(T0, LIMIT_STACK).constant(T1, kernel.layout().stack().limit());
    code.branch(Opcode.BEQ, kind, T0, known);
    code.constant(T0, LIMIT_FILES).constant(T1, KernelData.MAX_DESCRIPTORS);
    code.branch(Opcode.BEQ, kind, T0, known).jump(unlimited);
  }

  /** getrandom: a xorshift generator's bytes, the same in every run. */
  private static void random(KernelCode kernel) {
    Code code = kernel.call(4353);
    Label done = new Label();
    kernel.checkAccessOf(A0, A1, Errno.EFAULT);
    kernel.load(T0, KernelData.RANDOM);
    code.move(T1, A0).add(T2, A0, A1);
    Label next = code.here();
    code.branch(Opcode.BGEU, T1, T2, done);
    code.immediate(Opcode.SLL, T7, T0, 13).alu(Opcode.XOR, T0, T0, T7);
    code.immediate(Opcode.SRL, T7, T0, 17).alu(Opcode.XOR, T0, T0, T7);
    code.immediate(Opcode.SLL, T7, T0, 5).alu(Opcode.XOR, T0, T0, T7);
    kernel.storeByte(T0, T1, T7).addImmediate(T1, T1, 1).jump(next);
    code.bind(done);
    kernel.store(T0, KernelData.RANDOM);
    code.move(V0, A1);
    kernel.succeed();
  }
}
