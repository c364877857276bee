package dev.provelet.guest.lower;

import static dev.provelet.guest.machine.Registers.HI;
import static dev.provelet.guest.machine.Registers.LO;

import dev.provelet.guest.decode.Instruction.ConditionalMove;
import dev.provelet.guest.decode.Instruction.MoveHiLo;
import dev.provelet.guest.decode.Instruction.ReadHardware;
import dev.provelet.guest.machine.Registers;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** Moves between registers: HI and LO, conditional moves, hardware registers. */
final class RegisterMoves {
  private static final int PROCESSOR_NUMBER = 0;
  private static final int CACHE_LINE_STEP = 1;
  private static final int CYCLE_COUNTER = 2;
  private static final int CYCLES_PER_COUNT = 3;
  private static final int USER_LOCAL = 29;

  /** Bytes of a cache line. */
  private static final int LINE = 32;

  private RegisterMoves() {}

  static void lower(MoveHiLo i, Code code) {
    switch (i.operation()) {
      case MFHI -> code.move(i.register(), HI);
      case MFLO -> code.move(i.register(), LO);
      case MTHI -> code.move(HI, i.register());
      case MTLO -> code.move(LO, i.register());
    }
  }

  /** A branch to the move, which is cold code: so the instruction fits in its own place. */
  static void lower(ConditionalMove i, Code code) {
    if (i.rd() == 0) {
      code.nop();
      return;
    }
    Opcode opcode =
        switch (i.operation()) {
          case MOVZ -> Opcode.BEQ;
          case MOVN -> Opcode.BNE;
        };
    Code move = code.cold();
    code.branch(opcode, i.rt(), 0, move.here());
    Label back = code.here();
    move.move(i.rd(), i.rs()).jump(back);
  }

  /** As under qemu, whose default processor is a 24Kf. The cycle counter always reads 0. */
  static void lower(ReadHardware i, Code code) {
    switch (i.number()) {
      case USER_LOCAL -> code.move(i.rt(), Registers.THREAD_POINTER);
      case PROCESSOR_NUMBER, CYCLE_COUNTER -> code.constant(i.rt(), 0);
      case CACHE_LINE_STEP -> code.constant(i.rt(), LINE);
      case CYCLES_PER_COUNT -> code.constant(i.rt(), 2);
      default -> code.terminate(Verdict.UNKNOWN_INSTRUCTION.code());
    }
  }
}
