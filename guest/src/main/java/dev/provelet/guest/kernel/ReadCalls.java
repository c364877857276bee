package dev.provelet.guest.kernel;

import static dev.provelet.guest.lower.Registers.A0;
import static dev.provelet.guest.lower.Registers.A1;
import static dev.provelet.guest.lower.Registers.A2;
import static dev.provelet.guest.lower.Registers.K1;
import static dev.provelet.guest.lower.Registers.LINK0;
import static dev.provelet.guest.lower.Registers.LINK2;
import static dev.provelet.guest.lower.Registers.R0;
import static dev.provelet.guest.lower.Registers.R2;
import static dev.provelet.guest.lower.Registers.R3;
import static dev.provelet.guest.lower.Registers.S2;
import static dev.provelet.guest.lower.Registers.S3;
import static dev.provelet.guest.lower.Registers.S4;
import static dev.provelet.guest.lower.Registers.S5;
import static dev.provelet.guest.lower.Registers.T0;
import static dev.provelet.guest.lower.Registers.THREAD;
import static dev.provelet.guest.lower.Registers.V0;

import dev.provelet.guest.lower.ThreadBlock;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** read and readv: of stdin, the public input, pipes and eventfds. */
final class ReadCalls {
  private ReadCalls() {}

  static void define(KernelCode kernel) {
    read(kernel);
    readVector(kernel);
  }

  private static void read(KernelCode kernel) {
    Code code = kernel.call(4003);
    Label publicInput = new Label();
    Label notPipe = new Label();
    Label other = new Label();
    Label start = code.here();
    Descriptors.find(A0, kernel);
    kernel.checkAccessOf(A1, A2, Errno.EFAULT);
    code.constant(T0, OpenFile.PUBLIC_INPUT).branch(Opcode.BEQ, S2, T0, publicInput);
    code.addImmediate(T0, S2, -OpenFile.STDIN).branchUnlessZero(T0, other);
    code.call(LINK0, kernel.routine(Routine.STDIN_READ)).move(V0, R0);
    kernel.succeed();
    code.bind(publicInput).call(LINK0, kernel.routine(Routine.PUBLIC_READ)).move(V0, R0);
    kernel.succeed();
    code.bind(other).immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_EVENT);
    code.branchIfZero(T0, notPipe);
    pipe(start, kernel);
    code.bind(notPipe).immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_POLL);
    code.branchIfZero(T0, kernel.failure(Errno.EINVAL));
    EventCalls.read(start, kernel);
  }

  /** R2 bytes of the pipe S2 to R1; if there are none yet, later, from the call's start. */
  private static void pipe(Label start, KernelCode kernel) {
    Code code = kernel.code();
    Label again = new Label();
    Label notToRead = kernel.failure(Errno.EBADF);
    code.immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_PIPE).branchUnlessZero(T0, notToRead);
    code.immediate(Opcode.AND, T0, S2, 1).branchUnlessZero(T0, notToRead).address(R3, again);
    code.call(LINK2, kernel.routine(Routine.PIPE_READ)).move(V0, R0);
    kernel.succeed();
    code.bind(again).loadWord(K1, THREAD, ThreadBlock.CALLER).jump(start);
  }

  /** S3: the next buffer, S4: how many are left, S5: bytes read. */
  private static void readVector(KernelCode kernel) {
    Code code = kernel.call(4145);
    Label stdin = new Label();
    Label publicInput = new Label();
    Label done = new Label();
    Label took = new Label();
    Label notPipe = new Label();
    Label start = code.here();
    Descriptors.find(A0, kernel);
    WriteCalls.checkVector(kernel);
    code.move(S3, A1).move(S4, A2).constant(S5, 0);
    Label next = code.here();
    code.branchIfZero(S4, done);
    WriteCalls.loadBuffer(kernel);
    code.addImmediate(S3, S3, 8).addImmediate(S4, S4, -1);
    code.addImmediate(T0, S2, -OpenFile.STDIN).branchIfZero(T0, stdin);
    code.addImmediate(T0, S2, -OpenFile.PUBLIC_INPUT).branchIfZero(T0, publicInput);
    // Of a pipe, what there is for the first buffer.
    code.branchIfZero(R2, next).immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_EVENT);
    code.branchIfZero(T0, notPipe);
    pipe(start, kernel);
    code.bind(notPipe).immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_POLL);
    code.branchIfZero(T0, kernel.failure(Errno.EINVAL));
    EventCalls.readVector(start, kernel);
    code.bind(stdin).call(LINK0, kernel.routine(Routine.STDIN_READ));
    code.constant(S2, OpenFile.STDIN).jump(took);
    code.bind(publicInput).call(LINK0, kernel.routine(Routine.PUBLIC_READ));
    // A buffer that stays part empty is the last.
    code.bind(took).add(S5, S5, R0).branch(Opcode.BEQ, R0, R2, next);
    code.bind(done).move(V0, S5);
    kernel.succeed();
  }
}
