package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.A2;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.S3;
import static dev.provelet.guest.machine.Registers.S4;
import static dev.provelet.guest.machine.Registers.S5;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;
import static dev.provelet.guest.machine.Registers.T4;
import static dev.provelet.guest.machine.Registers.T5;
import static dev.provelet.guest.machine.Registers.T7;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/**
 * Where read, readv, write and writev move bytes: all of it is looked at before the first moves.
 */
public final class IoVectors {
  static final int READ_VECTOR = 4145;
  static final int WRITE_VECTOR = 4146;
  private static final int MAX_BUFFERS = 1024;

  /** What one call moves at most. */
  private static final int MAX_BYTES = 0x7ffff000;

  /** The size of a buffer's description, and where in it its own size lies. */
  private static final int ENTRY = 8;

  private static final int SIZE = 4;

  /** Where the one buffer of read and write is described as those of a vector are. */
  private static final int SINGLE = KernelData.SCRATCH + 8;

  private IoVectors() {}

  /**
   * CHECK_BUFFERS, by LINK1: S3: where the buffers of the running call are described, S4: how many
   * bytes it moves at most. If one is bad, the call fails, or returns S5 if that is not 0. Changes
   * R1, R2, T0 to T4, LINK0.
   */
  public static void define(KernelCode kernel) {
    Code code = kernel.begin(Routine.CHECK_BUFFERS);
    Label vector = new Label();
    Label bad = new Label();
    Label invalid = new Label();
    code.addImmediate(T0, V0, -READ_VECTOR).branchIfZero(T0, vector);
    code.addImmediate(T0, V0, -WRITE_VECTOR).branchIfZero(T0, vector);
    kernel.checkAccessOf(A1, A2, bad).move(S4, A2);
    kernel.store(A1, SINGLE);
    kernel.store(A2, SINGLE + SIZE);
    kernel.address(S3, SINGLE).jumpTo(LINK1);

    code.bind(vector).immediate(Opcode.SLTU, T0, A2, MAX_BUFFERS + 1).branchIfZero(T0, invalid);
    code.immediate(Opcode.SLL, T2, A2, 3);
    kernel.checkAccessOf(A1, T2, bad).move(S3, A1).add(T3, A1, T2);
    Label positive = new Label();
    Label next = code.move(T4, A1).here();
    code.branch(Opcode.BEQ, T4, T3, positive).loadWord(T0, T4, SIZE);
    code.branch(Opcode.BLT, T0, 0, invalid).addImmediate(T4, T4, ENTRY).jump(next);
    code.bind(positive).move(T4, A1).constant(S4, 0);
    sum(bad, kernel);

    Label partly = new Label();
    code.bind(bad).branchIfZero(S5, kernel.failure(Errno.EFAULT)).jump(partly);
    code.bind(invalid);
    end(Errno.EINVAL, partly, kernel);
  }

  /**
   * The call can do no more: it fails, or returns S5, the bytes that it has moved, if that is not 0
   * or if it comes here by the label.
   */
  static void end(Errno errno, Label moved, KernelCode kernel) {
    kernel.code().branchIfZero(S5, kernel.failure(errno)).bind(moved).move(V0, S5);
    kernel.succeed();
  }

  /** S4: what the buffers described from T4 to T3 hold, all of which the program may access. */
  private static void sum(Label bad, KernelCode kernel) {
    Code code = kernel.code();
    Label done = new Label();
    Label apart = new Label();
    Label fits = new Label();
    Label next = code.here();
    code.branch(Opcode.BEQ, T4, T3, done).loadWord(R1, T4, 0).loadWord(R2, T4, SIZE);
    code.call(LINK0, kernel.routine(Routine.CHECK_ACCESS)).branchUnlessZero(T0, bad);
    // What is read may not change where the rest of it goes.
    code.branchIfZero(R2, apart).branch(Opcode.BGEU, R1, T3, apart).add(T0, R1, R2);
    code.branch(Opcode.BGEU, A1, T0, apart).addImmediate(T0, V0, -READ_VECTOR);
    code.branchIfZero(T0, bad).bind(apart).constant(T0, MAX_BYTES).subtract(T0, T0, S4);
    code.branch(Opcode.BGEU, T0, R2, fits).move(R2, T0);
    code.bind(fits).add(S4, S4, R2).addImmediate(T4, T4, ENTRY).jump(next);
    code.bind(done).jumpTo(LINK1);
  }

  /** R1, R2: the buffer that S3 describes, but no more than S4 bytes. Both go on behind it. */
  static void next(Code code) {
    Label fits = new Label();
    code.loadWord(R1, S3, 0).loadWord(R2, S3, SIZE).addImmediate(S3, S3, ENTRY);
    code.branch(Opcode.BGEU, S4, R2, fits).move(R2, S4).bind(fits).subtract(S4, S4, R2);
  }

  /**
   * T5 bytes, one at least, of the buffers from S3 on go to R0, but not their first R2. Changes
   * what COPY does, S3, R2, T5.
   */
  static void gather(KernelCode kernel) {
    Code code = kernel.code();
    Label within = new Label();
    Label whole = new Label();
    Label next = code.here();
    code.loadWord(R1, S3, 0).loadWord(T7, S3, SIZE).addImmediate(S3, S3, ENTRY);
    code.branch(Opcode.BLTU, R2, T7, within).subtract(R2, R2, T7).jump(next);
    code.bind(within).add(R1, R1, R2).subtract(T7, T7, R2).constant(R2, 0);
    code.branch(Opcode.BGEU, T5, T7, whole).move(T7, T5).bind(whole).subtract(T5, T5, T7);
    code.call(LINK1, kernel.routine(Routine.COPY)).branchUnlessZero(T5, next);
  }

  /** T5 bytes at R1 go to the buffers from S3 on. Changes what COPY does, S3, T5. */
  static void scatter(KernelCode kernel) {
    Code code = kernel.code();
    Label whole = new Label();
    Label next = code.here();
    code.loadWord(R0, S3, 0).loadWord(T7, S3, SIZE).addImmediate(S3, S3, ENTRY);
    code.branch(Opcode.BGEU, T5, T7, whole).move(T7, T5).bind(whole).subtract(T5, T5, T7);
    code.call(LINK1, kernel.routine(Routine.COPY)).branchUnlessZero(T5, next);
  }
}
