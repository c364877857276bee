package dev.provelet.guest.lower;

import static dev.provelet.guest.machine.Registers.CONDITION;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.THREAD;

import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** The eight conditions: condition 0 has a register, the others are bits of a word. */
public final class FloatConditions {
  /** The bit that condition 0 would have if it were in the word, too. */
  static final int FIRST_BIT = 24;

  private FloatConditions() {}

  /** Branches if a condition has the given value. Changes T0. */
  public static void branch(int number, boolean when, Label target, Code code) {
    if (number == 0) {
      code.branch(when ? Opcode.BNE : Opcode.BEQ, CONDITION, 0, target);
      return;
    }
    code.loadWord(T0, THREAD, ThreadBlock.FLOAT_CONDITIONS);
    code.immediate(Opcode.SLL, T0, T0, 31 - FIRST_BIT - number);
    code.branch(when ? Opcode.BLT : Opcode.BGE, T0, 0, target);
  }

  /** Sets a condition: true if the relation has one of the given bits. Changes T0 to T2. */
  static void set(int number, int relation, int bits, Code code) {
    if (number == 0) {
      code.immediate(Opcode.AND, CONDITION, relation, bits);
      return;
    }
    code.immediate(Opcode.AND, T0, relation, bits).alu(Opcode.SLTU, T0, 0, T0);
    code.immediate(Opcode.SLL, T0, T0, FIRST_BIT + number);
    code.loadWord(T1, THREAD, ThreadBlock.FLOAT_CONDITIONS);
    code.constant(T2, ~(1 << (FIRST_BIT + number))).alu(Opcode.AND, T1, T1, T2);
    code.alu(Opcode.OR, T1, T1, T0).storeWord(T1, THREAD, ThreadBlock.FLOAT_CONDITIONS);
  }
}
