package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.A2;
import static dev.provelet.guest.machine.Registers.A3;
import static dev.provelet.guest.machine.Registers.KERNEL;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.S3;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.OpenFile;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.KernelData.Pipe;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** There are no files; the descriptors that there are look like pipes. Four of them have a path. */
final class FileCalls {
  private static final int GET_DESCRIPTOR_FLAGS = 1;
  private static final int SET_DESCRIPTOR_FLAGS = 2;
  private static final int GET_FLAGS = 3;
  private static final int SET_FLAGS = 4;
  private static final int COPY_CLOSE_ON_EXECUTE = 1030;
  private static final int WRITE_ONLY = 1;
  private static final int READ_WRITE = 2;
  private static final int ACCESS_MODE = 3;
  private static final int EXECUTABLE = 1;

  /** O_ASYNC, O_DIRECT, O_NOATIME. */
  private static final int FLAGS_NOT_KEPT = 0x49000;

  /**
   * What files may be opened with: an access mode, APPEND, DSYNC, NONBLOCK, CREAT, TRUNC, NOCTTY,
   * LARGEFILE, SYNC, CLOEXEC.
   */
  private static final int OPEN_FLAGS = 0x86b9b;

  /** struct stat64: its size, and where in it lies what is told; the inode has 64 bits. */
  private static final int STAT_BYTES = 104;

  private static final int STAT_DEVICE = 0;
  private static final int STAT_NODE = 16;
  private static final int STAT_MODE = 24;
  private static final int STAT_LINKS = 28;
  private static final int STAT_BLOCK_SIZE = 88;
  private static final int EMPTY_PATH = 0x1000;
  private static final int MODE_PIPE = 0x1180;

  /** Of eventfds and epolls, which are no files of any kind. */
  private static final int MODE_ANONYMOUS = 0x180;

  /** Where all pipes are, and where what eventfds and epolls share is. */
  private static final int PIPE_DEVICE = 12;

  private static final int ANONYMOUS_DEVICE = 13;
  private static final int ANONYMOUS_NODE = 1;
  private static final int BLOCK_SIZE = 4096;

  private FileCalls() {}

  static void define(KernelCode kernel) {
    // readlink, stat, readlinkat
    kernel.call(4085, 4106, 4298);
    kernel.fail(Errno.ENOENT);
    open(kernel);

    // lseek, _llseek
    kernel.call(4019, 4140);
    Descriptors.find(A0, kernel);
    kernel.fail(Errno.ESPIPE);

    control(kernel);
    status(kernel);
    findPath(kernel);
  }

  /** What has a path was open from the start: what was read of it has been read. */
  private static void open(KernelCode kernel) {
    Code code = kernel.call(4005);
    Label open = new Label();
    Label toWrite = new Label();
    Label may = new Label();
    Label denied = kernel.failure(Errno.EACCES);
    code.move(R1, A0).move(S3, A1).jump(open);
    // openat
    kernel.call(4288);
    code.move(R1, A1).move(S3, A2).bind(open).call(LINK0, kernel.routine(Routine.FIND_PATH));
    code.constant(T0, ~OPEN_FLAGS).alu(Opcode.AND, T0, T0, S3);
    code.branchUnlessZero(T0, kernel.failure(Errno.EINVAL));
    code.addImmediate(S2, R0, OpenFile.STDIN).immediate(Opcode.AND, T1, S3, ACCESS_MODE);
    code.addImmediate(T0, S2, -OpenFile.STDOUT).immediate(Opcode.SLTU, T0, T0, 2);
    code.branchUnlessZero(T0, toWrite).branchUnlessZero(T1, denied).jump(may);
    code.bind(toWrite).constant(T0, WRITE_ONLY).branch(Opcode.BNE, T1, T0, denied).bind(may);
    code.constant(R0, 0);
    Descriptors.open(S3, kernel);
    OpenedPaths.begin(S3, kernel);
    code.move(V0, R0);
    kernel.succeed();

    kernel.call(4033);
    Label access = new Label();
    code.move(R1, A0).move(S3, A1).jump(access);
    // faccessat
    kernel.call(4300);
    code.move(R1, A1).move(S3, A2).bind(access).immediate(Opcode.SLTU, T0, S3, 8);
    code.branchIfZero(T0, kernel.failure(Errno.EINVAL));
    code.call(LINK0, kernel.routine(Routine.FIND_PATH)).immediate(Opcode.AND, T0, S3, EXECUTABLE);
    code.branchUnlessZero(T0, denied);
    kernel.succeed(0);
  }

  /**
   * FIND_PATH, by LINK0: R0: the number of the path at R1. Fails the call if there is none. Changes
   * R2, S0, T0 to T3.
   */
  private static void findPath(KernelCode kernel) {
    Code code = kernel.begin(Routine.FIND_PATH);
    Label found = new Label();
    Label other = new Label();
    code.move(S0, LINK0);
    kernel.checkAccess(R1, 1, Errno.EFAULT).move(LINK0, S0);
    code.addImmediate(S0, KERNEL, KernelData.PATHS).constant(R0, 0);
    Label next = code.here();
    code.move(T2, R1).move(T3, S0);
    Label same = code.here();
    kernel.loadByte(T0, T2);
    kernel.loadByte(T1, T3).branch(Opcode.BNE, T0, T1, other).branchIfZero(T0, found);
    code.addImmediate(T2, T2, 1).addImmediate(T3, T3, 1).jump(same);
    code.bind(other).addImmediate(S0, S0, KernelData.PATH_BYTES).addImmediate(R0, R0, 1);
    code.constant(T0, Descriptors.PUBLIC_INPUT + 1).branch(Opcode.BNE, R0, T0, next);
    code.jump(kernel.failure(Errno.ENOENT)).bind(found).jumpTo(LINK0);
  }

  /** fcntl and fcntl64: of a file's flags O_APPEND and O_NONBLOCK are kept. */
  private static void control(KernelCode kernel) {
    Code code = kernel.call(4055, 4220);
    Label invalid = kernel.failure(Errno.EINVAL);
    Label copy = new Label();
    Label getDescriptorFlags = new Label();
    Label setDescriptorFlags = new Label();
    Label getFlags = new Label();
    Label setFlags = new Label();
    Descriptors.find(A0, kernel);
    code.constant(S3, 0).branchIfZero(A1, copy);
    code.addImmediate(T0, A1, -GET_DESCRIPTOR_FLAGS).branchIfZero(T0, getDescriptorFlags);
    code.addImmediate(T0, A1, -SET_DESCRIPTOR_FLAGS).branchIfZero(T0, setDescriptorFlags);
    code.addImmediate(T0, A1, -GET_FLAGS).branchIfZero(T0, getFlags);
    code.addImmediate(T0, A1, -SET_FLAGS).branchIfZero(T0, setFlags);
    code.addImmediate(T0, A1, -COPY_CLOSE_ON_EXECUTE).branchUnlessZero(T0, invalid);

    code.constant(S3, Descriptors.CLOSE_ON_EXECUTE).bind(copy);
    code.immediate(Opcode.SLTU, T0, A2, KernelData.MAX_DESCRIPTORS);
    code.branchIfZero(T0, invalid).move(R0, A2);
    Descriptors.open(S3, kernel);
    OpenedPaths.copy(code);
    code.move(V0, R0);
    kernel.succeed();

    code.bind(getDescriptorFlags).add(T0, A0, KERNEL);
    code.load(Opcode.LOADBU, V0, T0, KernelData.CLOSE_ON_EXECUTE);
    kernel.succeed();
    code.bind(setDescriptorFlags).move(T1, A2);
    Descriptors.setCloseOnExecute(A0, T1, code);
    kernel.succeed(0);

    code.bind(setFlags).constant(T0, FLAGS_NOT_KEPT).alu(Opcode.AND, T0, T0, A2);
    code.branchUnlessZero(T0, invalid).immediate(Opcode.AND, R0, A2, OpenedPaths.FLAGS_KEPT);
    OpenedPaths.store(code);
    kernel.succeed(0);

    // Streams and ends of pipes are either to read from or to write to.
    Label both = new Label();
    Label done = new Label();
    OpenedPaths.load(V0, code.bind(getFlags));
    code.addImmediate(T0, S2, -OpenFile.STDOUT).immediate(Opcode.SLTU, T0, T0, 2);
    code.immediate(Opcode.SLTU, T1, S2, OpenFile.FIRST_PIPE).branchUnlessZero(T1, done);
    code.immediate(Opcode.SLTU, T1, S2, OpenFile.FIRST_EVENT).branchIfZero(T1, both);
    code.immediate(Opcode.AND, T0, S2, 1).jump(done);
    code.bind(both).constant(T0, READ_WRITE).bind(done).alu(Opcode.OR, V0, V0, T0);
    kernel.succeed();
  }

  private static void status(KernelCode kernel) {
    Code code = kernel.call(4213, 4214);
    Label known = new Label();
    code.move(R1, A0).call(LINK0, kernel.routine(Routine.FIND_PATH));
    code.addImmediate(S2, R0, OpenFile.STDIN).move(R0, A1).jump(known);
    // fstatat64, of which an empty path may mean the descriptor
    kernel.call(4293);
    Label descriptor = new Label();
    Label path = new Label();
    code.immediate(Opcode.AND, T0, A3, EMPTY_PATH).branchIfZero(T0, path);
    kernel.checkAccess(A1, 1, Errno.EFAULT);
    kernel.loadByte(T0, A1).branchUnlessZero(T0, path).move(R0, A2).jump(descriptor);
    code.bind(path).move(R1, A1).call(LINK0, kernel.routine(Routine.FIND_PATH));
    code.addImmediate(S2, R0, OpenFile.STDIN).move(R0, A2).jump(known);
    kernel.call(4215);
    code.move(R0, A1).bind(descriptor);
    Descriptors.find(A0, kernel);
    code.bind(known);
    kernel
        .checkAccess(R0, STAT_BYTES, Errno.EFAULT)
        .addImmediate(R1, R0, STAT_BYTES)
        .call(LINK1, kernel.routine(Routine.ZERO));
    identify(kernel);
    code.storeWord(T0, R1, STAT_DEVICE - STAT_BYTES);
    code.storeWord(T1, R1, kernel.lowAt(STAT_NODE) - STAT_BYTES);
    code.storeWord(T2, R1, STAT_MODE - STAT_BYTES);
    code.constant(T0, 1).storeWord(T0, R1, STAT_LINKS - STAT_BYTES);
    code.constant(T0, BLOCK_SIZE).storeWord(T0, R1, STAT_BLOCK_SIZE - STAT_BYTES);
    kernel.succeed(0);
  }

  /**
   * T0, T1: the device and inode by which the file S2 is told from others, T2: its mode. The ends
   * of a pipe are alike.
   */
  private static void identify(KernelCode kernel) {
    Code code = kernel.code();
    Label known = new Label();
    Label anonymous = new Label();
    code.constant(T0, PIPE_DEVICE).move(T1, S2).constant(T2, MODE_PIPE);
    code.immediate(Opcode.SLTU, T3, S2, OpenFile.FIRST_PIPE).branchUnlessZero(T3, known);
    code.immediate(Opcode.SLTU, T3, S2, OpenFile.FIRST_EVENT).branchIfZero(T3, anonymous);
    PipeCalls.locate(T1, code);
    code.loadWord(T1, T1, PipeCalls.at(Pipe.NODE)).jump(known);
    code.bind(anonymous).constant(T0, ANONYMOUS_DEVICE).constant(T1, ANONYMOUS_NODE);
    code.constant(T2, MODE_ANONYMOUS).bind(known);
  }
}
