package dev.provelet.guest.kernel.precompile;

import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S1;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.S3;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;

import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Opcode;

/** Arithmetic on eight words at a time, the lowest first: what long multiplication is made of. */
final class MultiwordArithmetic {
  static final int WORDS = 8;

  private MultiwordArithmetic() {}

  static void define(KernelCode kernel) {
    addProduct(kernel);
    subtractProduct(kernel);
    add(kernel);
  }

  /**
   * MULTIWORD_ADD_PRODUCT, by LINK1: words at S0 += words at S1 * S2 + S3; S3: what is carried out.
   */
  private static void addProduct(KernelCode kernel) {
    Code code = kernel.begin(Routine.MULTIWORD_ADD_PRODUCT);
    for (int at = 0; at < 4 * WORDS; at += 4) {
      code.loadWord(T0, S1, at).alu(Opcode.MUL, T1, S2, T0).alu(Opcode.MULHU, T2, S2, T0);
      code.loadWord(T3, S0, at).add(T1, T1, T3).alu(Opcode.SLTU, T3, T1, T3).add(T2, T2, T3);
      code.add(T1, T1, S3).alu(Opcode.SLTU, T3, T1, S3).add(S3, T2, T3).storeWord(T1, S0, at);
    }
    code.jumpTo(LINK1);
  }

  /**
   * MULTIWORD_SUBTRACT_PRODUCT, by LINK1: words at S0 -= words at S1 * S2 + S3; S3: what is
   * borrowed.
   */
  private static void subtractProduct(KernelCode kernel) {
    Code code = kernel.begin(Routine.MULTIWORD_SUBTRACT_PRODUCT);
    for (int at = 0; at < 4 * WORDS; at += 4) {
      code.loadWord(T0, S1, at).alu(Opcode.MUL, T1, S2, T0).alu(Opcode.MULHU, T2, S2, T0);
      code.add(T1, T1, S3).alu(Opcode.SLTU, T3, T1, S3).add(S3, T2, T3).loadWord(T0, S0, at);
      code.subtract(T2, T0, T1).alu(Opcode.SLTU, T3, T0, T1).add(S3, S3, T3);
      code.storeWord(T2, S0, at);
    }
    code.jumpTo(LINK1);
  }

  /** MULTIWORD_ADD, by LINK1: words at S0 += words at S1; S3: what is carried out. */
  private static void add(KernelCode kernel) {
    Code code = kernel.begin(Routine.MULTIWORD_ADD);
    code.constant(S3, 0);
    for (int at = 0; at < 4 * WORDS; at += 4) {
      code.loadWord(T0, S0, at).loadWord(T1, S1, at).add(T0, T0, S3).alu(Opcode.SLTU, T2, T0, S3);
      code.add(T0, T0, T1).alu(Opcode.SLTU, T1, T0, T1).add(S3, T2, T1).storeWord(T0, S0, at);
    }
    code.jumpTo(LINK1);
  }
}
