package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.KERNEL;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;

import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.OpenFile;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/**
 * Flags that are kept: O_APPEND and O_NONBLOCK. They belong to a file, but each time that a path is
 * opened has its own, which the copies of its descriptor share.
 */
final class OpenedPaths {
  /** O_APPEND, O_NONBLOCK. */
  static final int FLAGS_KEPT = 0x88;

  private OpenedPaths() {}

  /** The descriptor R0 is from an open of its own, with these flags. Changes T0 to T3. */
  static void begin(int flags, KernelCode kernel) {
    Code code = kernel.code().constant(T1, 0);
    Label next = new Label();
    Label free = new Label();
    // T1: the lowest number that no descriptor has
    Label taken = code.here();
    code.addImmediate(T1, T1, 1).move(T2, KERNEL);
    code.addImmediate(T3, KERNEL, KernelData.MAX_DESCRIPTORS).bind(next);
    code.branch(Opcode.BEQ, T2, T3, free).load(Opcode.LOADBU, T0, T2, KernelData.OPENED);
    code.branch(Opcode.BEQ, T0, T1, taken).addImmediate(T2, T2, 1).jump(next);
    code.bind(free).add(T0, R0, KERNEL).store(Opcode.STOREB, T1, T0, KernelData.OPENED);
    code.immediate(Opcode.AND, T1, flags, FLAGS_KEPT);
    code.store(Opcode.STOREB, T1, T0, KernelData.OPENED_FLAGS);
  }

  /** The descriptor R0 is a copy of $a0. Changes T0 to T2. */
  static void copy(Code code) {
    code.add(T0, R0, KERNEL).add(T1, A0, KERNEL);
    code.load(Opcode.LOADBU, T2, T1, KernelData.OPENED);
    code.store(Opcode.STOREB, T2, T0, KernelData.OPENED);
    code.load(Opcode.LOADBU, T2, T1, KernelData.OPENED_FLAGS);
    code.store(Opcode.STOREB, T2, T0, KernelData.OPENED_FLAGS);
  }

  /** A register: the flags of the descriptor $a0, which is one of the file S2. Changes T0, T1. */
  static void load(int register, Code code) {
    Label own = new Label();
    Label loaded = new Label();
    code.add(T0, A0, KERNEL).load(Opcode.LOADBU, T1, T0, KernelData.OPENED);
    code.branchUnlessZero(T1, own);
    OpenFile.word(T0, S2, code).loadWord(register, T0, KernelData.FLAGS).jump(loaded);
    code.bind(own).load(Opcode.LOADBU, register, T0, KernelData.OPENED_FLAGS).bind(loaded);
  }

  /** The same with R0 as the flags from now on. Changes T0 to T3. */
  static void store(Code code) {
    Label own = new Label();
    Label stored = new Label();
    Label other = new Label();
    Label next = new Label();
    code.add(T0, A0, KERNEL).load(Opcode.LOADBU, T1, T0, KernelData.OPENED);
    code.branchUnlessZero(T1, own);
    OpenFile.word(T0, S2, code).storeWord(R0, T0, KernelData.FLAGS).jump(stored);
    code.bind(own).move(T2, KERNEL).addImmediate(T3, KERNEL, KernelData.MAX_DESCRIPTORS).bind(next);
    code.load(Opcode.LOADBU, T0, T2, KernelData.OPENED).branch(Opcode.BNE, T0, T1, other);
    code.store(Opcode.STOREB, R0, T2, KernelData.OPENED_FLAGS);
    code.bind(other).addImmediate(T2, T2, 1).branch(Opcode.BNE, T2, T3, next).bind(stored);
  }
}
