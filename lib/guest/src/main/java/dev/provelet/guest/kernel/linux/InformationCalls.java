package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.A2;
import static dev.provelet.guest.machine.Registers.KERNEL;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T7;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.KernelImage;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** Who and where the program is, what it may use, and random bytes that are not random. */
final class InformationCalls {
  private static final int PERMISSIONS = 0777;

  /** PR_SET_NAME. */
  private static final int SET_NAME = 15;

  /** struct rusage. */
  private static final int USAGE_BYTES = 72;

  private InformationCalls() {}

  static void define(KernelCode kernel) {
    // getpid, getpgrp
    Code code = kernel.call(4020, 4065);
    kernel.succeed(KernelImage.PROCESS_ID);
    // getpgid, getsid
    kernel.call(4132, 4151).call(LINK1, kernel.routine(Routine.CHECK_PROCESS));
    kernel.succeed(KernelImage.PROCESS_ID);
    // getppid
    kernel.call(4064);
    kernel.succeed(1);
    // getuid, getgid, geteuid, getegid, getgroups
    kernel.call(4024, 4047, 4049, 4050, 4080);
    kernel.succeed(0);
    // prctl: a name may be given; there is nobody who could ask for it
    kernel.call(4192);
    code.addImmediate(T0, A0, -SET_NAME).branchUnlessZero(T0, kernel.failure(Errno.EINVAL));
    kernel.checkAccess(A1, 1, Errno.EFAULT);
    kernel.succeed(0);
    // umask
    kernel.call(4060);
    code.immediate(Opcode.AND, T0, A0, PERMISSIONS);
    kernel.load(V0, KernelData.FILE_MASK);
    kernel.store(T0, KernelData.FILE_MASK);
    kernel.succeed();
    // set_robust_list, statx, rseq, clone3: C libraries ask and do without
    kernel.call(4309, 4366, 4367, 4435);
    kernel.fail(Errno.ENOSYS);
    // waitpid, wait4, waitid: there are no processes to wait for
    kernel.call(4007, 4114, 4278);
    kernel.fail(Errno.ECHILD);
    // cacheflush: code does not change
    kernel.call(4147);
    kernel.succeed(0);
    // getrusage: of the process, its children or the thread
    kernel.call(4077);
    code.addImmediate(T0, A0, 1).immediate(Opcode.SLTU, T0, T0, 3);
    code.branchIfZero(T0, kernel.failure(Errno.EINVAL));
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

    random(kernel);
    checkProcess(kernel);
  }

  /** CHECK_PROCESS, by LINK1: fails the call unless $a0 is this process. Changes T0. */
  private static void checkProcess(KernelCode kernel) {
    Code code = kernel.begin(Routine.CHECK_PROCESS);
    Label own = new Label();
    code.branchIfZero(A0, own).addImmediate(T0, A0, -KernelImage.PROCESS_ID);
    code.branchUnlessZero(T0, kernel.failure(Errno.ESRCH)).bind(own).jumpTo(LINK1);
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

  /** getrandom: a xorshift generator's bytes, the same in every run. */
  private static void random(KernelCode kernel) {
    Code code = kernel.call(4353);
    Label done = new Label();
    // NONBLOCK, RANDOM, INSECURE; not the last two together
    code.immediate(Opcode.SLTU, T0, A2, 6).branchIfZero(T0, kernel.failure(Errno.EINVAL));
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
