package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.K1;
import static dev.provelet.guest.machine.Registers.KERNEL;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.LINK2;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.R3;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.S4;
import static dev.provelet.guest.machine.Registers.S5;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.THREAD;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.OpenFile;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Op;
import dev.provelet.guest.openvm.Opcode;

/** write and writev: to the output that is proved, to that for people, to pipes and eventfds. */
final class WriteCalls {
  private WriteCalls() {}

  static void define(KernelCode kernel) {
    write(kernel);
    routine(kernel);
  }

  private static void write(KernelCode kernel) {
    Code code = kernel.call(4004, IoVectors.WRITE_VECTOR);
    Label other = new Label();
    Label done = new Label();
    Descriptors.find(A0, kernel);
    // S5: bytes written
    code.constant(S5, 0).call(LINK1, kernel.routine(Routine.CHECK_BUFFERS));
    code.addImmediate(T0, S2, -OpenFile.STDOUT).immediate(Opcode.SLTU, T0, T0, 2);
    code.branchIfZero(T0, other);
    Label next = code.here();
    code.branchIfZero(S4, done);
    IoVectors.next(code);
    code.add(S5, S5, R2).call(LINK2, kernel.routine(Routine.WRITE)).jump(next);
    code.bind(done).move(V0, S5);
    kernel.succeed();
    code.bind(other);
    others(kernel);
  }

  /** To the pipe, eventfd or epoll S2; what has no room yet later. */
  private static void others(KernelCode kernel) {
    Code code = kernel.code();
    Label event = new Label();
    Label again = new Label();
    Label gone = new Label();
    Label notToWrite = kernel.failure(Errno.EBADF);
    code.immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_EVENT).branchIfZero(T0, event);
    code.immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_PIPE).branchUnlessZero(T0, notToWrite);
    code.immediate(Opcode.AND, T0, S2, 1).branchIfZero(T0, notToWrite).address(R3, again);
    code.jump(kernel.routine(Routine.PIPE_WRITE));
    // The descriptor may have become another file's.
    code.bind(again).loadWord(K1, THREAD, ThreadBlock.CALLER);
    code.loadWord(S5, THREAD, ThreadBlock.WRITTEN);
    Descriptors.find(A0, gone, code);
    PipeCalls.unlessWaitedFor(gone, code);
    code.call(LINK1, kernel.routine(Routine.CHECK_BUFFERS)).address(R3, again);
    code.jump(kernel.routine(Routine.PIPE_WRITE)).bind(gone);
    IoVectors.end(Errno.EBADF, new Label(), kernel);
    code.bind(event).immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_POLL);
    code.branchIfZero(T0, kernel.failure(Errno.EINVAL));
    EventCalls.write(kernel);
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
