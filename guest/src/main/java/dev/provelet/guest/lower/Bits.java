package dev.provelet.guest.lower;

import static dev.provelet.guest.lower.Registers.T0;
import static dev.provelet.guest.lower.Registers.T1;
import static dev.provelet.guest.lower.Registers.T2;

import dev.provelet.guest.decode.Instruction.BitField;
import dev.provelet.guest.decode.Instruction.ByteShuffle;
import dev.provelet.guest.decode.Instruction.CountLeading;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

final class Bits {
  private Bits() {}

  /** Halves the search each step: an empty upper part is counted and shifted out. */
  static void lower(CountLeading i, Code code) {
    switch (i.operation()) {
      case CLZ -> code.move(T0, i.rs());
      case CLO -> code.immediate(Opcode.XOR, T0, i.rs(), -1);
    }
    code.constant(T1, 0);
    for (int half = 16; half >= 1; half /= 2) {
      Label occupied = new Label();
      code.immediate(Opcode.SRL, T2, T0, 32 - half).branchUnlessZero(T2, occupied);
      code.addImmediate(T1, T1, half).immediate(Opcode.SLL, T0, T0, half);
      code.bind(occupied);
    }
    // One more if even the last bit is empty.
    code.immediate(Opcode.SRL, T0, T0, 31).immediate(Opcode.XOR, T0, T0, 1);
    code.add(i.rd(), T1, T0);
  }

  static void lower(BitField i, Code code) {
    switch (i.operation()) {
      case EXT -> extract(i, code);
      case INS -> insert(i, code);
    }
  }

  private static void extract(BitField i, Code code) {
    if (i.lowest() + i.size() == 32) {
      code.immediate(Opcode.SRL, i.rt(), i.rs(), i.lowest());
    } else if (i.lowest() == 0 && i.size() <= 16) {
      code.immediate(Opcode.AND, i.rt(), i.rs(), (1 << i.size()) - 1);
    } else {
      code.immediate(Opcode.SLL, T0, i.rs(), 32 - i.lowest() - i.size());
      code.immediate(Opcode.SRL, i.rt(), T0, 32 - i.size());
    }
  }

  private static void insert(BitField i, Code code) {
    if (i.size() == 32) {
      code.move(i.rt(), i.rs());
      return;
    }
    code.immediate(Opcode.SLL, T0, i.rs(), 32 - i.size());
    if (i.lowest() + i.size() < 32) {
      code.immediate(Opcode.SRL, T0, T0, 32 - i.lowest() - i.size());
    }
    int field = ((1 << i.size()) - 1) << i.lowest();
    code.constant(T1, ~field).alu(Opcode.AND, T1, T1, i.rt());
    code.alu(Opcode.OR, i.rt(), T0, T1);
  }

  static void lower(ByteShuffle i, Code code) {
    switch (i.operation()) {
      case SEB -> signExtend(i, 24, code);
      case SEH -> signExtend(i, 16, code);
      case WSBH -> {
        code.constant(T1, 0x00ff00ff);
        code.immediate(Opcode.SRL, T0, i.rt(), 8).alu(Opcode.AND, T0, T0, T1);
        code.alu(Opcode.AND, T1, T1, i.rt()).immediate(Opcode.SLL, T1, T1, 8);
        code.alu(Opcode.OR, i.rd(), T0, T1);
      }
    }
  }

  private static void signExtend(ByteShuffle i, int distance, Code code) {
    code.immediate(Opcode.SLL, T0, i.rt(), distance);
    code.immediate(Opcode.SRA, i.rd(), T0, distance);
  }
}
