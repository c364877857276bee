package dev.provelet.guest.lower;

import static dev.provelet.guest.machine.Registers.T0;

import dev.provelet.guest.decode.Instruction.Comparison;
import dev.provelet.guest.decode.Instruction.TrapIf;
import dev.provelet.guest.decode.Instruction.TrapIfImmediate;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Opcode;

/** Conditional traps. */
final class Traps {
  private Traps() {}

  static void lower(TrapIf i, Code code) {
    trapIf(opcode(i.comparison()), i.rs(), i.rt(), Verdict.TRAP, code);
  }

  static void lower(TrapIfImmediate i, Code code) {
    code.constant(T0, i.immediate());
    trapIf(opcode(i.comparison()), i.rs(), T0, Verdict.TRAP, code);
  }

  /** The end is cold code, so that a trap that is not taken costs one instruction. */
  static void trapIf(Opcode opcode, int rs, int rt, Verdict verdict, Code code) {
    Code end = code.cold();
    code.branch(opcode, rs, rt, end.here());
    end.terminate(verdict.code());
  }

  private static Opcode opcode(Comparison comparison) {
    return switch (comparison) {
      case EQ -> Opcode.BEQ;
      case NE -> Opcode.BNE;
      case LT -> Opcode.BLT;
      case LTU -> Opcode.BLTU;
      case GE -> Opcode.BGE;
      case GEU -> Opcode.BGEU;
    };
  }
}
