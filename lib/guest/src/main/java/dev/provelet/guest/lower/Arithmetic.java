package dev.provelet.guest.lower;

import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;

import dev.provelet.guest.decode.Instruction.Alu;
import dev.provelet.guest.decode.Instruction.AluImmediate;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Opcode;

/** The integer unit's additions, comparisons and logic. */
final class Arithmetic {
  private Arithmetic() {}

  static void lower(Alu i, Code code) {
    switch (i.operation()) {
      case ADD -> {
        code.add(T0, i.rs(), i.rt());
        code.alu(Opcode.XOR, T1, T0, i.rs()).alu(Opcode.XOR, T2, T0, i.rt());
        overflowIfNegative(code);
        code.move(i.rd(), T0);
      }
      case SUB -> {
        code.subtract(T0, i.rs(), i.rt());
        code.alu(Opcode.XOR, T1, T0, i.rs()).alu(Opcode.XOR, T2, i.rs(), i.rt());
        overflowIfNegative(code);
        code.move(i.rd(), T0);
      }
      case ADDU -> code.add(i.rd(), i.rs(), i.rt());
      case SUBU -> code.subtract(i.rd(), i.rs(), i.rt());
      case AND -> code.alu(Opcode.AND, i.rd(), i.rs(), i.rt());
      case OR -> code.alu(Opcode.OR, i.rd(), i.rs(), i.rt());
      case XOR -> code.alu(Opcode.XOR, i.rd(), i.rs(), i.rt());
      case NOR -> nor(i, code);
      case SLT -> code.alu(Opcode.SLT, i.rd(), i.rs(), i.rt());
      case SLTU -> code.alu(Opcode.SLTU, i.rd(), i.rs(), i.rt());
    }
  }

  private static void nor(Alu i, Code code) {
    if (i.rt() == 0) {
      code.immediate(Opcode.XOR, i.rd(), i.rs(), -1);
    } else if (i.rs() == 0) {
      code.immediate(Opcode.XOR, i.rd(), i.rt(), -1);
    } else {
      code.alu(Opcode.OR, T0, i.rs(), i.rt()).immediate(Opcode.XOR, i.rd(), T0, -1);
    }
  }

  /** The result has overflowed if the sign bit is set in both T1 and T2. */
  private static void overflowIfNegative(Code code) {
    code.alu(Opcode.AND, T1, T1, T2);
    Traps.trapIf(Opcode.BLT, T1, 0, Verdict.OVERFLOW, code);
  }

  static void lower(AluImmediate i, Code code) {
    switch (i.operation()) {
      case ADDI -> {
        code.addImmediate(T0, i.rs(), i.immediate());
        if (i.immediate() >= 0) {
          Traps.trapIf(Opcode.BLT, T0, i.rs(), Verdict.OVERFLOW, code);
        } else {
          Traps.trapIf(Opcode.BLT, i.rs(), T0, Verdict.OVERFLOW, code);
        }
        code.move(i.rt(), T0);
      }
      case ADDIU -> code.addImmediate(i.rt(), i.rs(), i.immediate());
      case SLTI -> code.immediate(Opcode.SLT, i.rt(), i.rs(), i.immediate());
      case SLTIU -> code.immediate(Opcode.SLTU, i.rt(), i.rs(), i.immediate());
      case ANDI -> code.immediate(Opcode.AND, i.rt(), i.rs(), i.immediate());
      case ORI -> code.immediate(Opcode.OR, i.rt(), i.rs(), i.immediate());
      case XORI -> code.immediate(Opcode.XOR, i.rt(), i.rs(), i.immediate());
    }
  }
}
