package dev.provelet.guest.kernel;

import static dev.provelet.guest.lower.Registers.A0;
import static dev.provelet.guest.lower.Registers.A1;
import static dev.provelet.guest.lower.Registers.A2;
import static dev.provelet.guest.lower.Registers.A3;
import static dev.provelet.guest.lower.Registers.LINK1;
import static dev.provelet.guest.lower.Registers.R0;
import static dev.provelet.guest.lower.Registers.R1;
import static dev.provelet.guest.lower.Registers.T0;

import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** There are no files; the descriptors that there are look like pipes. */
final class FileCalls {
  private static final int GET_FLAGS = 3;
  private static final int READ_WRITE = 2;

  /** struct stat64: its size, and where in it the mode and the block size lie. */
  private static final int STAT_BYTES = 104;

  private static final int STAT_MODE = 24;
  private static final int STAT_LINKS = 28;
  private static final int STAT_BLOCK_SIZE = 88;
  private static final int EMPTY_PATH = 0x1000;
  private static final int MODE_PIPE = 0x1180;
  private static final int BLOCK_SIZE = 4096;

  private FileCalls() {}

  static void define(KernelCode kernel) {
    // open, access, readlink, stat, stat64, lstat64, openat, readlinkat, faccessat
    kernel.call(4005, 4033, 4085, 4106, 4213, 4214, 4288, 4298, 4300);
    kernel.fail(Errno.ENOENT);

    kernel.call(4006);
    checkDescriptor(kernel);
    kernel.succeed(0);

    // lseek, _llseek
    kernel.call(4019, 4140);
    checkDescriptor(kernel);
    kernel.fail(Errno.ESPIPE);

    kernel.call(4054);
    checkDescriptor(kernel);
    kernel.fail(Errno.ENOTTY);

    control(kernel);
    status(kernel);
  }

  private static void checkDescriptor(KernelCode kernel) {
    kernel.code().immediate(Opcode.SLTU, T0, A0, Descriptors.END);
    kernel.code().branchIfZero(T0, kernel.failure(Errno.EBADF));
  }

  /** fcntl and fcntl64: flags can be read, and set without effect; nothing can be copied. */
  private static void control(KernelCode kernel) {
    Code code = kernel.call(4055, 4220);
    Label flags = new Label();
    checkDescriptor(kernel);
    code.addImmediate(T0, A1, -GET_FLAGS).branchIfZero(T0, flags);
    code.branchIfZero(A1, kernel.failure(Errno.EMFILE));
    kernel.succeed(0);
    code.bind(flags);
    kernel.succeed(READ_WRITE);
  }

  private static void status(KernelCode kernel) {
    // fstatat64, of which an empty path means the descriptor
    Code code = kernel.call(4293);
    Label descriptor = new Label();
    code.immediate(Opcode.AND, T0, A3, EMPTY_PATH).branchIfZero(T0, kernel.failure(Errno.ENOENT));
    code.move(R0, A2).jump(descriptor);
    kernel.call(4215);
    code.move(R0, A1).bind(descriptor);
    checkDescriptor(kernel);
    code.addImmediate(R1, R0, STAT_BYTES).call(LINK1, kernel.routine(Routine.ZERO));
    code.constant(T0, MODE_PIPE).storeWord(T0, R1, STAT_MODE - STAT_BYTES);
    code.constant(T0, 1).storeWord(T0, R1, STAT_LINKS - STAT_BYTES);
    code.constant(T0, BLOCK_SIZE).storeWord(T0, R1, STAT_BLOCK_SIZE - STAT_BYTES);
    kernel.succeed(0);
  }
}
