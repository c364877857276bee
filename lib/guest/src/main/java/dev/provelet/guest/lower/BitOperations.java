package dev.provelet.guest.lower;

import static dev.provelet.guest.machine.Registers.KERNEL;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;

import dev.provelet.guest.decode.Instruction.BitField;
import dev.provelet.guest.decode.Instruction.ByteShuffle;
import dev.provelet.guest.decode.Instruction.CountLeading;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** Counting leading zeros, bit fields, sign extension and byte order. */
final class BitOperations {
  private BitOperations() {}

  /** Finds the highest byte that is not zero and looks it up in {@link LeadingZeros}. */
  static void lower(CountLeading i, Code code) {
    int word =
        switch (i.operation()) {
          case CLZ -> i.rs();
          case CLO -> T0;
        };
    if (word == T0) {
      code.immediate(Opcode.XOR, T0, i.rs(), -1);
    }
    Label upperHalf = new Label();
    code.immediate(Opcode.SRL, T1, word, 16).constant(T2, 0).branchUnlessZero(T1, upperHalf);
    code.move(T1, word).constant(T2, 16).bind(upperHalf);
    Label upperByte = new Label();
    code.immediate(Opcode.SRL, T0, T1, 8).branchUnlessZero(T0, upperByte);
    code.move(T0, T1).addImmediate(T2, T2, 8).bind(upperByte);
    code.add(T0, T0, KERNEL).load(Opcode.LOADBU, T0, T0, LeadingZeros.OFFSET);
    code.add(i.rd(), T2, T0);
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
