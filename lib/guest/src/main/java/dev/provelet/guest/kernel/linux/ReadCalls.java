package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.K1;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.LINK2;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.R3;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.S4;
import static dev.provelet.guest.machine.Registers.S5;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T4;
import static dev.provelet.guest.machine.Registers.T5;
import static dev.provelet.guest.machine.Registers.THREAD;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.InputStreams;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.OpenFile;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** read and readv: of stdin, the public input, pipes and eventfds. */
final class ReadCalls {
  private ReadCalls() {}

  static void define(KernelCode kernel) {
    Code code = kernel.call(4003, IoVectors.READ_VECTOR);
    Label other = new Label();
    Label publicInput = new Label();
    Label took = new Label();
    Label done = new Label();
    Label start = code.here();
    Descriptors.find(A0, kernel);
    code.constant(S5, 0).call(LINK1, kernel.routine(Routine.CHECK_BUFFERS));
    code.immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_PIPE).branchIfZero(T0, other);
    code.addImmediate(T0, S2, -OpenFile.STDOUT).immediate(Opcode.SLTU, T0, T0, 2);
    code.branchUnlessZero(T0, kernel.failure(Errno.EBADF));

    // S5: bytes read
    Label next = code.here();
    code.branchIfZero(S4, done);
    IoVectors.next(code);
    code.addImmediate(T0, S2, -OpenFile.PUBLIC_INPUT).branchIfZero(T0, publicInput);
    code.call(LINK0, kernel.routine(Routine.STDIN_READ));
    noteEnd(OpenFile.STDIN, kernel);
    code.constant(S2, OpenFile.STDIN).jump(took);
    code.bind(publicInput).call(LINK0, kernel.routine(Routine.PUBLIC_READ));
    noteEnd(OpenFile.PUBLIC_INPUT, kernel);
    // A buffer that stays part empty is the last.
    code.bind(took).add(S5, S5, R0).branch(Opcode.BEQ, R0, R2, next);
    code.bind(done).move(V0, S5);
    kernel.succeed();
    code.bind(other);
    others(start, kernel);
  }

  /** Of the pipe, eventfd or epoll S2; if there is nothing yet, later, from the call's start. */
  private static void others(Label start, KernelCode kernel) {
    Code code = kernel.code();
    Label event = new Label();
    Label again = new Label();
    code.immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_EVENT).branchIfZero(T0, event);
    code.immediate(Opcode.AND, T0, S2, 1).branchUnlessZero(T0, kernel.failure(Errno.EBADF));
    code.address(R3, again).call(LINK2, kernel.routine(Routine.PIPE_READ)).move(V0, R0);
    kernel.succeed();
    code.bind(event).immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_POLL);
    code.branchIfZero(T0, kernel.failure(Errno.EINVAL));
    EventCalls.read(again, kernel);
    code.bind(again).loadWord(K1, THREAD, ThreadBlock.CALLER).jump(start);
  }

  /** If R0 bytes were the last ones of an input, who waits for its end looks again. */
  private static void noteEnd(int file, KernelCode kernel) {
    Label more = new Label();
    Code code = kernel.code().branchIfZero(R0, more);
    InputStreams.left(file, T1, T0, kernel);
    code.branchUnlessZero(T1, more).constant(T4, file).constant(T5, 0);
    code.call(LINK0, kernel.routine(Routine.NOTE_EDGE));
    code.call(LINK0, kernel.routine(Routine.WAKE_AGAIN)).bind(more);
  }
}
