package dev.provelet.guest.kernel;

import static dev.provelet.guest.lower.Registers.A0;
import static dev.provelet.guest.lower.Registers.A1;
import static dev.provelet.guest.lower.Registers.A2;
import static dev.provelet.guest.lower.Registers.LINK0;
import static dev.provelet.guest.lower.Registers.R0;
import static dev.provelet.guest.lower.Registers.R1;
import static dev.provelet.guest.lower.Registers.R2;
import static dev.provelet.guest.lower.Registers.S3;
import static dev.provelet.guest.lower.Registers.S4;
import static dev.provelet.guest.lower.Registers.S5;
import static dev.provelet.guest.lower.Registers.T0;
import static dev.provelet.guest.lower.Registers.V0;

import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** read and readv: of stdin, of the public input as descriptor 3, and of the event descriptor. */
final class ReadCalls {
  private ReadCalls() {}

  static void define(KernelCode kernel) {
    read(kernel);
    readVector(kernel);
  }

  private static void read(KernelCode kernel) {
    Code code = kernel.call(4003);
    Label publicInput = new Label();
    Label event = new Label();
    code.move(R1, A1).move(R2, A2).call(LINK0, kernel.routine(Routine.CHECK_BUFFER));
    code.constant(T0, Descriptors.PUBLIC_INPUT).branch(Opcode.BEQ, A0, T0, publicInput);
    code.constant(T0, Descriptors.EVENT).branch(Opcode.BEQ, A0, T0, event);
    code.branchUnlessZero(A0, kernel.failure(Errno.EBADF));
    code.call(LINK0, kernel.routine(Routine.STDIN_READ)).move(V0, R0);
    kernel.succeed();
    code.bind(publicInput).call(LINK0, kernel.routine(Routine.PUBLIC_READ)).move(V0, R0);
    kernel.succeed();
    code.bind(event);
    EventCalls.read(kernel);
  }

  /** S3: the next buffer, S4: how many are left, S5: bytes read. */
  private static void readVector(KernelCode kernel) {
    Code code = kernel.call(4145);
    Label known = new Label();
    Label publicInput = new Label();
    Label done = new Label();
    Label took = new Label();
    code.branchIfZero(A0, known);
    code.constant(T0, Descriptors.PUBLIC_INPUT);
    code.branch(Opcode.BNE, A0, T0, kernel.failure(Errno.EBADF));
    code.bind(known);
    WriteCalls.checkCount(kernel);
    code.move(S3, A1).move(S4, A2).constant(S5, 0);
    Label next = code.here();
    code.branchIfZero(S4, done).loadWord(R1, S3, 0).loadWord(R2, S3, 4);
    code.addImmediate(S3, S3, 8).addImmediate(S4, S4, -1);
    code.call(LINK0, kernel.routine(Routine.CHECK_BUFFER));
    code.branchUnlessZero(A0, publicInput);
    code.call(LINK0, kernel.routine(Routine.STDIN_READ)).jump(took);
    code.bind(publicInput).call(LINK0, kernel.routine(Routine.PUBLIC_READ));
    // A buffer that stays part empty is the last.
    code.bind(took).add(S5, S5, R0).branch(Opcode.BEQ, R0, R2, next);
    code.bind(done).move(V0, S5);
    kernel.succeed();
  }
}
