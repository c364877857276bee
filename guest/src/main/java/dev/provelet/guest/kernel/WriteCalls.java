package dev.provelet.guest.kernel;

import static dev.provelet.guest.lower.Registers.A0;
import static dev.provelet.guest.lower.Registers.A1;
import static dev.provelet.guest.lower.Registers.A2;
import static dev.provelet.guest.lower.Registers.K1;
import static dev.provelet.guest.lower.Registers.KERNEL;
import static dev.provelet.guest.lower.Registers.LINK0;
import static dev.provelet.guest.lower.Registers.LINK2;
import static dev.provelet.guest.lower.Registers.R0;
import static dev.provelet.guest.lower.Registers.R1;
import static dev.provelet.guest.lower.Registers.R2;
import static dev.provelet.guest.lower.Registers.R3;
import static dev.provelet.guest.lower.Registers.S2;
import static dev.provelet.guest.lower.Registers.S3;
import static dev.provelet.guest.lower.Registers.S4;
import static dev.provelet.guest.lower.Registers.S5;
import static dev.provelet.guest.lower.Registers.T0;
import static dev.provelet.guest.lower.Registers.T1;
import static dev.provelet.guest.lower.Registers.T2;
import static dev.provelet.guest.lower.Registers.THREAD;
import static dev.provelet.guest.lower.Registers.V0;

import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.lower.ThreadBlock;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Op;
import dev.provelet.guest.openvm.Opcode;

/** write and writev: to the output that is proved, to that for people, to pipes and eventfds. */
final class WriteCalls {
  private static final int MAX_BUFFERS = 1024;

  private WriteCalls() {}

  static void define(KernelCode kernel) {
    Label event = new Label();
    write(event, kernel);
    writeVector(event, kernel);
    routine(kernel);
  }

  /** At the label, R2 bytes at R1 are written to the file S2, which is an eventfd or an epoll. */
  private static void write(Label event, KernelCode kernel) {
    Code code = kernel.call(4004);
    Label again = new Label();
    Label other = new Label();
    Descriptors.find(A0, kernel);
    kernel.checkAccessOf(A1, A2, Errno.EFAULT);
    unlessStream(other, code);
    code.call(LINK2, kernel.routine(Routine.WRITE)).move(V0, A2);
    kernel.succeed();
    code.bind(other).immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_EVENT);
    code.branchIfZero(T0, event).constant(R0, 0);
    pipe(again, kernel);
    // The descriptor may have become another's.
    code.bind(again).loadWord(K1, THREAD, ThreadBlock.CALLER);
    Descriptors.find(A0, kernel);
    code.move(R1, A1).move(R2, A2).loadWord(R0, THREAD, ThreadBlock.WRITTEN);
    pipe(again, kernel);
    code.bind(event).immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_POLL);
    code.branchIfZero(T0, kernel.failure(Errno.EINVAL));
    EventCalls.write(kernel);
  }

  /**
   * Branches unless the file S2 is the output that is proved, or the one that is not. Changes T0.
   */
  private static void unlessStream(Label other, Code code) {
    code.addImmediate(T0, S2, -OpenFile.STDOUT).immediate(Opcode.SLTU, T0, T0, 2);
    code.branchIfZero(T0, other);
  }

  /** R2 bytes at R1 to the pipe S2, R0 of which are there already. */
  private static void pipe(Label again, KernelCode kernel) {
    Code code = kernel.code();
    Label notToWrite = kernel.failure(Errno.EBADF);
    code.immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_PIPE).branchUnlessZero(T0, notToWrite);
    code.immediate(Opcode.AND, T0, S2, 1).branchIfZero(T0, notToWrite).address(R3, again);
    code.jump(kernel.routine(Routine.PIPE_WRITE));
  }

  /**
   * Fails the call unless there may be $a2 buffers at $a1. Changes T2 and what checkAccess does.
   */
  static void checkVector(KernelCode kernel) {
    Code code = kernel.code().immediate(Opcode.SLTU, T0, A2, MAX_BUFFERS + 1);
    code.branchIfZero(T0, kernel.failure(Errno.EINVAL)).immediate(Opcode.SLL, T2, A2, 3);
    kernel.checkAccessOf(A1, T2, Errno.EFAULT);
  }

  /** R1, R2: the buffer that S3 points to and its size; fails the call if it cannot be accessed. */
  static void loadBuffer(KernelCode kernel) {
    kernel.code().loadWord(T1, S3, 0).loadWord(T2, S3, 4);
    kernel.checkAccessOf(T1, T2, Errno.EFAULT);
  }

  /** S3: the next buffer, S4: how many are left, S5: bytes written. */
  private static void writeVector(Label event, KernelCode kernel) {
    Code code = kernel.call(4146);
    Label done = new Label();
    Label some = new Label();
    Label whole = new Label();
    Label again = new Label();
    Label stream = new Label();
    Label start = code.here();
    Descriptors.find(A0, kernel);
    checkVector(kernel);
    code.move(S3, A1).move(S4, A2).constant(S5, 0);
    Label next = code.here();
    code.branchIfZero(S4, done);
    loadBuffer(kernel);
    unlessStream(some, code);
    code.bind(stream).add(S5, S5, R2).call(LINK2, kernel.routine(Routine.WRITE));
    code.addImmediate(S3, S3, 8).addImmediate(S4, S4, -1).jump(next);
    code.bind(done).move(V0, S5);
    kernel.succeed();

    // To an eventfd the first buffer; to a pipe, of that what goes as a whole.
    code.bind(some).immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_POLL);
    code.branchIfZero(T0, kernel.failure(Errno.EINVAL)).branchIfZero(R2, stream);
    code.immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_EVENT).branchIfZero(T0, event);
    code.constant(T0, PipeCalls.WHOLE).constant(R0, 0);
    code.branch(Opcode.BGEU, T0, R2, whole).move(R2, T0).bind(whole);
    pipe(again, kernel);
    code.bind(again).loadWord(K1, THREAD, ThreadBlock.CALLER).jump(start);
  }

  /** WRITE, by LINK2: R2 bytes at R1 to the file S2. Changes what HASH_ABSORB does. */
  private static void routine(KernelCode kernel) {
    Code code = kernel.begin(Routine.WRITE);
    Label diagnostics = new Label();
    Label done = new Label();
    code.branchIfZero(R2, done).addImmediate(T0, S2, -OpenFile.STDOUT);
    code.branchUnlessZero(T0, diagnostics);
    kernel.toMachine(T0, R1).op(new Op.Output(T0, R2, Descriptors.STDOUT));
    code.addImmediate(R3, KERNEL, KernelData.OUTPUT_HASH);
    code.call(LINK0, kernel.routine(Routine.HASH_ABSORB)).jumpTo(LINK2);
    code.bind(diagnostics);
    kernel.toMachine(T0, R1).op(new Op.Output(T0, R2, Descriptors.STDERR));
    code.bind(done).jumpTo(LINK2);
  }
}
