package dev.provelet.guest.kernel.core;

import static dev.provelet.guest.machine.Registers.KERNEL;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.LINK2;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.S4;
import static dev.provelet.guest.machine.Registers.S5;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;
import static dev.provelet.guest.machine.Registers.T7;

import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** Moving and clearing memory. */
final class MemoryCopy {
  private static final int BLOCK = 32;

  private MemoryCopy() {}

  static void define(KernelCode kernel) {
    copy(kernel);
    zero(kernel);
    prepare(kernel);
  }

  /**
   * COPY, by LINK1: T7 bytes from R1 to R0, both of which end up behind the last byte. By blocks
   * and words if both are equally aligned. Changes T0 to T3 and T7.
   */
  private static void copy(KernelCode kernel) {
    Code code = kernel.begin(Routine.COPY);
    Label bytes = new Label();
    Label done = new Label();
    code.alu(Opcode.XOR, T0, R0, R1).immediate(Opcode.AND, T0, T0, 3);
    code.branchUnlessZero(T0, bytes);

    Label blocks = new Label();
    Label words = new Label();
    Label unaligned = code.here();
    code.immediate(Opcode.AND, T0, R1, 3).branchIfZero(T0, blocks).branchIfZero(T7, done);
    copyByte(kernel);
    code.jump(unaligned);

    code.bind(blocks).immediate(Opcode.SLTU, T0, T7, BLOCK).branchUnlessZero(T0, words);
    for (int at = 0; at < BLOCK; at += 4) {
      code.loadWord(T2, R1, at).storeWord(T2, R0, at);
    }
    code.addImmediate(R0, R0, BLOCK).addImmediate(R1, R1, BLOCK);
    code.addImmediate(T7, T7, -BLOCK).jump(blocks);

    code.bind(words).immediate(Opcode.SLTU, T0, T7, 4).branchUnlessZero(T0, bytes);
    code.loadWord(T2, R1, 0).storeWord(T2, R0, 0);
    code.addImmediate(R0, R0, 4).addImmediate(R1, R1, 4);
    code.addImmediate(T7, T7, -4).jump(words);

    code.bind(bytes).branchIfZero(T7, done);
    copyByte(kernel);
    code.jump(bytes);
    code.bind(done).jumpTo(LINK1);
  }

  private static void copyByte(KernelCode kernel) {
    kernel.loadByte(T2, R1);
    kernel.storeByte(T2, R0, T3).addImmediate(R0, R0, 1);
    kernel.code().addImmediate(R1, R1, 1).addImmediate(T7, T7, -1);
  }

  /** ZERO, by LINK1: clears from R0 to R1, which ends up in R0. Changes T0 to T2. */
  private static void zero(KernelCode kernel) {
    Code code = kernel.begin(Routine.ZERO);
    Label done = new Label();
    Label words = new Label();
    Label unaligned = code.here();
    code.branch(Opcode.BGEU, R0, R1, done);
    code.immediate(Opcode.AND, T0, R0, 3).branchIfZero(T0, words);
    kernel.storeByte(0, R0, T0).addImmediate(R0, R0, 1).jump(unaligned);

    Label single = new Label();
    code.bind(words).subtract(T1, R1, R0);
    Label blocks = code.here();
    code.immediate(Opcode.SLTU, T0, T1, BLOCK).branchUnlessZero(T0, single);
    for (int at = 0; at < BLOCK; at += 4) {
      code.storeWord(0, R0, at);
    }
    code.addImmediate(R0, R0, BLOCK).addImmediate(T1, T1, -BLOCK).jump(blocks);

    code.bind(single).branchIfZero(T1, done);
    kernel.storeByte(0, R0, T0).addImmediate(R0, R0, 1);
    code.addImmediate(T1, T1, -1).jump(single);
    code.bind(done).jumpTo(LINK1);
  }

  /**
   * PREPARE, by LINK2: makes the memory from R0 to R1 zero where it may have been written, and if
   * R2 is not zero, notes that it may be written from now on. Memory that was only reserved costs
   * nothing, nor do pages above those that were ever writable in their 64 KiB. Changes R0, R1, T0
   * to T3, S4, S5, LINK1.
   */
  private static void prepare(KernelCode kernel) {
    Code code = kernel.begin(Routine.PREPARE);
    Label done = new Label();
    Label clean = new Label();
    Label whole = new Label();
    Label below = new Label();
    code.move(S4, R0).move(S5, R1);
    Label next = code.here();
    code.branch(Opcode.BGEU, S4, S5, done);
    // R0 to R1: what lies in this 64 KiB; T3: its byte in the table
    code.move(R0, S4).immediate(Opcode.SRL, T3, S4, KernelData.USED_SHIFT);
    code.addImmediate(R1, T3, 1).immediate(Opcode.SLL, R1, R1, KernelData.USED_SHIFT);
    code.branch(Opcode.BGEU, S5, R1, whole).move(R1, S5);
    code.bind(whole).move(S4, R1).add(T3, T3, KERNEL);
    code.load(Opcode.LOADBU, T0, T3, KernelData.USED).branchIfZero(T0, clean);
    code.immediate(Opcode.SRL, T1, R0, KernelData.USED_SHIFT);
    code.immediate(Opcode.SLL, T1, T1, KernelData.USED_SHIFT);
    code.immediate(Opcode.SLL, T0, T0, KernelData.PAGE_SHIFT).add(T0, T0, T1);
    code.branch(Opcode.BGEU, T0, R1, below).move(R1, T0).bind(below);
    code.call(LINK1, kernel.routine(Routine.ZERO)).bind(clean).branchIfZero(R2, next);
    // T1: how many pages from the first to the last of these
    code.addImmediate(T1, S4, -1).immediate(Opcode.SRL, T1, T1, KernelData.PAGE_SHIFT);
    code.immediate(Opcode.AND, T1, T1, KernelData.USED_PAGES - 1).addImmediate(T1, T1, 1);
    code.load(Opcode.LOADBU, T0, T3, KernelData.USED).branch(Opcode.BGEU, T0, T1, next);
    code.store(Opcode.STOREB, T1, T3, KernelData.USED).jump(next);
    code.bind(done).jumpTo(LINK2);
  }
}
