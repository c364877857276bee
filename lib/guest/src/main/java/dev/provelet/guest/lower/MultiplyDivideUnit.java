package dev.provelet.guest.lower;

import static dev.provelet.guest.machine.Registers.HI;
import static dev.provelet.guest.machine.Registers.LO;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;

import dev.provelet.guest.decode.Instruction.Multiply;
import dev.provelet.guest.decode.Instruction.MultiplyDivide;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Opcode;

/**
 * Multiplication and division. MIPS leaves division by zero undefined; the result here is qemu's:
 * the dividend in LO and 0 in HI. OpenVM's own result would be -1 and the dividend.
 */
final class MultiplyDivideUnit {
  private MultiplyDivideUnit() {}

  /**
   * @param guarded whether a trap ends the program if the divisor is 0, so that HI and LO do not
   *     matter then
   */
  static void lower(MultiplyDivide i, boolean guarded, Code code) {
    switch (i.operation()) {
      case MULT -> pair(i, Opcode.MUL, Opcode.MULH, code);
      case MULTU -> pair(i, Opcode.MUL, Opcode.MULHU, code);
      case DIV -> divide(i, Opcode.DIV, Opcode.REM, guarded, code);
      case DIVU -> divide(i, Opcode.DIVU, Opcode.REMU, guarded, code);
      case MADD -> add(i, Opcode.MULH, code);
      case MADDU -> add(i, Opcode.MULHU, code);
      case MSUB -> subtract(i, Opcode.MULH, code);
      case MSUBU -> subtract(i, Opcode.MULHU, code);
    }
  }

  static void lower(Multiply i, Code code) {
    code.alu(Opcode.MUL, i.rd(), i.rs(), i.rt());
  }

  private static void pair(MultiplyDivide i, Opcode low, Opcode high, Code code) {
    code.alu(low, LO, i.rs(), i.rt()).alu(high, HI, i.rs(), i.rt());
  }

  private static void divide(
      MultiplyDivide i, Opcode quotient, Opcode remainder, boolean guarded, Code code) {
    if (guarded) {
      pair(i, quotient, remainder, code);
      return;
    }
    if (i.rt() == 0) {
      code.move(LO, i.rs()).move(HI, 0);
      return;
    }
    Code byZero = code.cold();
    code.branchIfZero(i.rt(), byZero.here());
    pair(i, quotient, remainder, code);
    byZero.move(LO, i.rs()).move(HI, 0).jump(code.here());
  }

  private static void add(MultiplyDivide i, Opcode high, Code code) {
    code.alu(Opcode.MUL, T0, i.rs(), i.rt()).alu(high, T1, i.rs(), i.rt());
    code.add(LO, LO, T0).alu(Opcode.SLTU, T0, LO, T0);
    code.add(HI, HI, T1).add(HI, HI, T0);
  }

  private static void subtract(MultiplyDivide i, Opcode high, Code code) {
    code.alu(Opcode.MUL, T0, i.rs(), i.rt()).alu(high, T1, i.rs(), i.rt());
    code.alu(Opcode.SLTU, T2, LO, T0).subtract(LO, LO, T0);
    code.subtract(HI, HI, T1).subtract(HI, HI, T2);
  }
}
