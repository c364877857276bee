package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.A2;
import static dev.provelet.guest.machine.Registers.KERNEL;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK2;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.S3;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T4;
import static dev.provelet.guest.machine.Registers.T5;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.OpenFile;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/**
 * Descriptors stand for files, which are numbers: those of {@link OpenFile} and the ends of pipes.
 * Several descriptors may stand for one file. close, dup, dup2, dup3.
 */
final class Descriptors {
  /** The descriptors of a program that begins, behind stdin; their files are in the same order. */
  static final int STDOUT = 1;

  static final int STDERR = 2;
  static final int PUBLIC_INPUT = 3;

  /** O_CLOEXEC: kept for who asks, for nothing is executed. */
  static final int CLOSE_ON_EXECUTE = 0x80000;

  private static final int CLOSE_ON_EXECUTE_BIT = 19;

  private Descriptors() {}

  static void define(KernelCode kernel) {
    Code code = kernel.call(4006);
    find(A0, kernel);
    code.move(R0, A0).call(LINK2, kernel.routine(Routine.CLOSE_DESCRIPTOR));
    kernel.succeed(0);

    kernel.call(4041);
    find(A0, kernel);
    code.constant(R0, 0);
    open(kernel);
    OpenedPaths.copy(code);
    code.move(V0, R0);
    kernel.succeed();

    copyTo(kernel);
    free(kernel);
    openDescriptor(kernel);
    close(kernel);
  }

  /** S2: the file of a descriptor; fails the call if there is none. Changes T0. */
  static void find(int descriptor, KernelCode kernel) {
    find(descriptor, kernel.failure(Errno.EBADF), kernel.code());
  }

  /** S2: the file of a descriptor; branches if there is none. Changes T0. */
  static void find(int descriptor, Label none, Code code) {
    code.immediate(Opcode.SLTU, T0, descriptor, KernelData.MAX_DESCRIPTORS).branchIfZero(T0, none);
    file(S2, descriptor, code).branchIfZero(S2, none);
  }

  /** A register: the file of a descriptor, or 0. Changes T0. */
  private static Code file(int register, int descriptor, Code code) {
    code.add(T0, descriptor, KERNEL);
    return code.load(Opcode.LOADBU, register, T0, KernelData.DESCRIPTORS);
  }

  /** R0: the lowest free descriptor from R0 on, which is one of the file S2 now. Changes T0, T1. */
  private static Code open(KernelCode kernel) {
    kernel.code().call(LINK0, kernel.routine(Routine.FREE_DESCRIPTOR));
    return kernel.code().call(LINK0, kernel.routine(Routine.OPEN_DESCRIPTOR));
  }

  /** The same, with O_CLOEXEC if that is among these flags. */
  static void open(int flags, KernelCode kernel) {
    open(kernel);
    closeOnExecute(flags, kernel);
  }

  /** Whether O_CLOEXEC is among these flags is what R0 has from now on. Changes T0, T1. */
  static void closeOnExecute(int flags, KernelCode kernel) {
    Code code = kernel.code().immediate(Opcode.SRL, T1, flags, CLOSE_ON_EXECUTE_BIT);
    setCloseOnExecute(R0, T1, code);
  }

  /** A descriptor's flag is a register's lowest bit. Changes that register and T0. */
  static void setCloseOnExecute(int descriptor, int flag, Code code) {
    code.immediate(Opcode.AND, flag, flag, 1).add(T0, descriptor, KERNEL);
    code.store(Opcode.STOREB, flag, T0, KernelData.CLOSE_ON_EXECUTE);
  }

  /** dup2, dup3. */
  private static void copyTo(KernelCode kernel) {
    Code code = kernel.call(4327);
    Label copy = new Label();
    Label different = new Label();
    Label unused = new Label();
    code.move(S3, A2).branch(Opcode.BEQ, A0, A1, kernel.failure(Errno.EINVAL));
    code.constant(T0, ~CLOSE_ON_EXECUTE).alu(Opcode.AND, T0, T0, A2);
    code.branchUnlessZero(T0, kernel.failure(Errno.EINVAL)).jump(copy);
    kernel.call(4063);
    code.constant(S3, 0).bind(copy);
    find(A0, kernel);
    code.move(V0, A1).branch(Opcode.BNE, A0, A1, different);
    kernel.succeed();
    code.bind(different).immediate(Opcode.SLTU, T0, A1, KernelData.MAX_DESCRIPTORS);
    code.branchIfZero(T0, kernel.failure(Errno.EBADF)).move(R0, A1);
    file(S2, A1, code).branchIfZero(S2, unused);
    code.call(LINK2, kernel.routine(Routine.CLOSE_DESCRIPTOR)).bind(unused);
    file(S2, A0, code).call(LINK0, kernel.routine(Routine.OPEN_DESCRIPTOR));
    OpenedPaths.copy(code);
    closeOnExecute(S3, kernel);
    kernel.succeed();
  }

  /**
   * FREE_DESCRIPTOR, by LINK0: R0: the lowest one from R0 on; fails the call if there is none.
   * Changes T0, T1.
   */
  private static void free(KernelCode kernel) {
    Code code = kernel.begin(Routine.FREE_DESCRIPTOR);
    Label found = new Label();
    Label next = code.here();
    code.immediate(Opcode.SLTU, T0, R0, KernelData.MAX_DESCRIPTORS);
    code.branchIfZero(T0, kernel.failure(Errno.EMFILE));
    file(T1, R0, code).branchIfZero(T1, found).addImmediate(R0, R0, 1).jump(next);
    code.bind(found).jumpTo(LINK0);
  }

  /** OPEN_DESCRIPTOR, by LINK0: R0, which is free, is one of the file S2 now. Changes T0, T1. */
  private static void openDescriptor(KernelCode kernel) {
    Code code = kernel.begin(Routine.OPEN_DESCRIPTOR);
    assign(S2, 1, code);
    code.jumpTo(LINK0);
  }

  /**
   * CLOSE_DESCRIPTOR, by LINK2: R0, which is one of the file S2, is free. Changes T0 to T5, LINK0.
   */
  private static void close(KernelCode kernel) {
    Code code = kernel.begin(Routine.CLOSE_DESCRIPTOR);
    Label open = new Label();
    assign(0, -1, code);
    Label single = new Label();
    code.branchUnlessZero(T1, open).call(LINK0, kernel.routine(Routine.DROP_WATCHES));
    code.addImmediate(T0, S2, -OpenFile.FIRST_PIPE);
    code.immediate(Opcode.SLTU, T0, T0, 2 * KernelData.MAX_PIPES).branchIfZero(T0, single);
    code.immediate(Opcode.XOR, T4, S2, 1).constant(T5, 0);
    code.call(LINK0, kernel.routine(Routine.NOTE_EDGE));
    code.bind(single).call(LINK0, kernel.routine(Routine.WAKE_AGAIN));
    code.bind(open).jumpTo(LINK2);
  }

  /**
   * R0 stands for a file now, or for none if that is 0; T1: how many descriptors the file S2 has,
   * which changes by so many. Changes T0.
   */
  private static void assign(int file, int change, Code code) {
    code.add(T0, R0, KERNEL).store(Opcode.STOREB, file, T0, KernelData.DESCRIPTORS);
    code.store(Opcode.STOREB, 0, T0, KernelData.CLOSE_ON_EXECUTE);
    code.store(Opcode.STOREB, 0, T0, KernelData.OPENED);
    OpenFile.word(T0, S2, code).loadWord(T1, T0, KernelData.USES).addImmediate(T1, T1, change);
    code.storeWord(T1, T0, KernelData.USES);
  }
}
