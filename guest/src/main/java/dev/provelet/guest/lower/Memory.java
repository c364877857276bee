package dev.provelet.guest.lower;

import dev.provelet.guest.decode.Instruction.Load;
import dev.provelet.guest.decode.Instruction.Store;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Opcode;

/** Both machines are little-endian. An unaligned access is the engine's to report. */
final class Memory {
  private Memory() {}

  static void lower(Load i, Code code) {
    Opcode opcode =
        switch (i.operation()) {
          case LB -> Opcode.LOADB;
          case LBU -> Opcode.LOADBU;
          case LH -> Opcode.LOADH;
          case LHU -> Opcode.LOADHU;
          case LW, LL -> Opcode.LOADW;
        };
    code.load(opcode, i.rt(), i.base(), i.offset());
  }

  /** Threads switch at system calls only, so nothing comes between LL and SC: SC succeeds. */
  static void lower(Store i, Code code) {
    switch (i.operation()) {
      case SB -> code.store(Opcode.STOREB, i.rt(), i.base(), i.offset());
      case SH -> code.store(Opcode.STOREH, i.rt(), i.base(), i.offset());
      case SW -> code.store(Opcode.STOREW, i.rt(), i.base(), i.offset());
      case SC -> {
        code.store(Opcode.STOREW, i.rt(), i.base(), i.offset());
        code.constant(i.rt(), 1);
      }
    }
  }
}
