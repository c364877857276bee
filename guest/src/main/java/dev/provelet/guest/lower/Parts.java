package dev.provelet.guest.lower;

import static dev.provelet.guest.lower.Registers.T0;
import static dev.provelet.guest.lower.Registers.T1;
import static dev.provelet.guest.lower.Registers.T2;
import static dev.provelet.guest.lower.Registers.T3;
import static dev.provelet.guest.lower.Registers.T4;
import static dev.provelet.guest.lower.Registers.T5;

import dev.provelet.guest.decode.Instruction.LoadStorePart;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Opcode;

/**
 * LWL, LWR, SWL and SWR, for little-endian memory. With b the address's byte in its word, the
 * "left" instructions deal with the word's bytes up to b and the register's upper end, the "right"
 * ones with the bytes from b and the register's lower end.
 */
final class Parts {
  private Parts() {}

  static void lower(LoadStorePart i, Code code) {
    code.addImmediate(T0, i.base(), i.offset());
    code.immediate(Opcode.AND, T1, T0, 3).immediate(Opcode.SLL, T1, T1, 3);
    code.immediate(Opcode.AND, T0, T0, -4).loadWord(T2, T0, 0);
    code.immediate(Opcode.XOR, T4, 0, -1);
    // T0: the word's address, T1: 8 b, T2: the word, T4: ones
    switch (i.operation()) {
      case LWL -> {
        code.immediate(Opcode.XOR, T3, T1, 24);
        code.alu(Opcode.SLL, T2, T2, T3).alu(Opcode.SLL, T4, T4, T3);
        merge(i.rt(), i.rt(), T2, code);
      }
      case LWR -> {
        code.alu(Opcode.SRL, T2, T2, T1).alu(Opcode.SRL, T4, T4, T1);
        merge(i.rt(), i.rt(), T2, code);
      }
      case SWL -> {
        code.immediate(Opcode.XOR, T3, T1, 24);
        code.alu(Opcode.SRL, T5, i.rt(), T3).alu(Opcode.SRL, T4, T4, T3);
        merge(T2, T2, T5, code);
        code.storeWord(T2, T0, 0);
      }
      case SWR -> {
        code.alu(Opcode.SLL, T5, i.rt(), T1).alu(Opcode.SLL, T4, T4, T1);
        merge(T2, T2, T5, code);
        code.storeWord(T2, T0, 0);
      }
    }
  }

  /** Replaces the bits of {@code old} that T4 names by those of {@code part}. */
  private static void merge(int rd, int old, int part, Code code) {
    code.immediate(Opcode.XOR, T4, T4, -1).alu(Opcode.AND, T4, T4, old);
    code.alu(Opcode.OR, rd, T4, part);
  }
}
