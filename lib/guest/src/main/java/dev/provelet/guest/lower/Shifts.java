package dev.provelet.guest.lower;

import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;

import dev.provelet.guest.decode.Instruction.Shift;
import dev.provelet.guest.decode.Instruction.ShiftVariable;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Opcode;

/** Shifts and rotations. Both machines take the amount from a register's five lowest bits. */
final class Shifts {
  private Shifts() {}

  static void lower(Shift i, Code code) {
    switch (i.operation()) {
      case SLL -> code.immediate(Opcode.SLL, i.rd(), i.rt(), i.amount());
      case SRL -> code.immediate(Opcode.SRL, i.rd(), i.rt(), i.amount());
      case SRA -> code.immediate(Opcode.SRA, i.rd(), i.rt(), i.amount());
      case ROTR -> {
        code.immediate(Opcode.SRL, T0, i.rt(), i.amount());
        code.immediate(Opcode.SLL, T1, i.rt(), -i.amount() & 31);
        code.alu(Opcode.OR, i.rd(), T0, T1);
      }
    }
  }

  static void lower(ShiftVariable i, Code code) {
    switch (i.operation()) {
      case SLLV -> code.alu(Opcode.SLL, i.rd(), i.rt(), i.rs());
      case SRLV -> code.alu(Opcode.SRL, i.rd(), i.rt(), i.rs());
      case SRAV -> code.alu(Opcode.SRA, i.rd(), i.rt(), i.rs());
      case ROTRV -> {
        code.alu(Opcode.SRL, T0, i.rt(), i.rs());
        code.subtract(T1, 0, i.rs()).alu(Opcode.SLL, T1, i.rt(), T1);
        code.alu(Opcode.OR, i.rd(), T0, T1);
      }
    }
  }
}
