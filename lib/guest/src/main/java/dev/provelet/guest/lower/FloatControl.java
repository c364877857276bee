package dev.provelet.guest.lower;

import static dev.provelet.guest.machine.Registers.CONDITION;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T3;
import static dev.provelet.guest.machine.Registers.THREAD;

import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/**
 * CFC1 and CTC1. The control register is kept in parts. A number that names no control register
 * reads as the whole control register and ignores writes, as in qemu.
 */
public final class FloatControl {
  private static final int IMPLEMENTATION = 0;
  private static final int USER_MODE = 1;
  private static final int USER_MODE_CHANGE = 5;
  private static final int CONDITIONS = 25;
  private static final int EXCEPTIONS = 26;
  private static final int ENABLES = 28;
  private static final int STATUS = 31;

  /** The implementation register of a 24Kf: 64-bit registers; single, double, word and long. */
  private static final int IMPLEMENTED = 0x00739300;

  private static final int MODE_BITS = 0x01000f83;
  private static final int FLAG_BITS = 0x7c;
  private static final int CAUSE_SHIFT = 10;
  private static final int EXCEPTION_BITS = 0x0003f07c;
  private static final int CONDITION_BIT = 23;
  private static final int FLUSH_BIT = 24;
  private static final int ENABLED_CAUSES = 0x1f80;

  /** The cause that cannot be disabled: where a sixth enable bit would be. */
  private static final int ALWAYS_ENABLED = 0x1000;

  private FloatControl() {}

  static void read(int rt, int number, Code code) {
    switch (number) {
      case IMPLEMENTATION -> code.constant(rt, IMPLEMENTED);
      case USER_MODE, USER_MODE_CHANGE -> code.constant(rt, 0);
      case CONDITIONS -> {
        code.loadWord(T0, THREAD, ThreadBlock.FLOAT_CONDITIONS);
        code.immediate(Opcode.SRL, T0, T0, FloatConditions.FIRST_BIT);
        code.alu(Opcode.SLTU, T1, 0, CONDITION).alu(Opcode.OR, rt, T0, T1);
      }
      case EXCEPTIONS -> {
        flagsAndCauses(code);
        code.move(rt, T0);
      }
      case ENABLES -> {
        code.loadWord(T0, THREAD, ThreadBlock.FLOAT_MODE);
        code.immediate(Opcode.SRL, T1, T0, FLUSH_BIT - 2)
            .immediate(Opcode.AND, T0, T0, MODE_BITS & 0xffff);
        code.alu(Opcode.OR, rt, T0, T1);
      }
      default -> {
        whole(code);
        code.move(rt, T0);
      }
    }
  }

  /** Into T0. Changes T1. */
  private static void flagsAndCauses(Code code) {
    code.loadWord(T0, THREAD, ThreadBlock.FLOAT_FLAGS);
    code.loadWord(T1, THREAD, ThreadBlock.FLOAT_CAUSE);
    code.immediate(Opcode.SLL, T1, T1, CAUSE_SHIFT).alu(Opcode.OR, T0, T0, T1);
  }

  /** All of the control register into T0. Changes T1. */
  public static void whole(Code code) {
    flagsAndCauses(code);
    code.loadWord(T1, THREAD, ThreadBlock.FLOAT_MODE).alu(Opcode.OR, T0, T0, T1);
    code.loadWord(T1, THREAD, ThreadBlock.FLOAT_CONDITIONS).alu(Opcode.OR, T0, T0, T1);
    code.alu(Opcode.SLTU, T1, 0, CONDITION).immediate(Opcode.SLL, T1, T1, CONDITION_BIT);
    code.alu(Opcode.OR, T0, T0, T1);
  }

  static void write(int rt, int number, Code code) {
    switch (number) {
      case CONDITIONS -> replace(rt, 0xffffff00, 0x017fffff, FloatControl::conditions, code);
      case EXCEPTIONS -> replace(rt, 0x007c0000, 0xfffc0f83, FloatControl::exceptions, code);
      case ENABLES -> replace(rt, 0x007c0000, 0xfefff07c, FloatControl::enables, code);
      case STATUS -> {
        code.move(T3, rt);
        set(code);
      }
      default -> code.nop();
    }
  }

  /**
   * Adds to T0 the bits that a register keeps for the control register, at their position there.
   */
  private interface Taking {
    void from(int rt, Code code);
  }

  /** Replaces the bits in T3 that the mask does not keep, unless reserved bits are set. */
  private static void replace(int rt, int refused, int kept, Taking taking, Code code) {
    Label done = new Label();
    code.constant(T0, refused).alu(Opcode.AND, T0, T0, rt).branchUnlessZero(T0, done);
    whole(code);
    code.constant(T1, kept).alu(Opcode.AND, T3, T0, T1);
    taking.from(rt, code);
    code.alu(Opcode.OR, T3, T3, T0);
    set(code);
    code.bind(done);
  }

  /** Condition 0's bit is apart from the others. */
  private static void conditions(int rt, Code code) {
    code.immediate(Opcode.AND, T0, rt, 1).immediate(Opcode.SLL, T0, T0, CONDITION_BIT);
    code.immediate(Opcode.AND, T1, rt, 0xfe);
    code.immediate(Opcode.SLL, T1, T1, FloatConditions.FIRST_BIT).alu(Opcode.OR, T0, T0, T1);
  }

  private static void exceptions(int rt, Code code) {
    code.constant(T1, EXCEPTION_BITS).alu(Opcode.AND, T0, rt, T1);
  }

  /** The flush bit is bit 2 here. */
  private static void enables(int rt, Code code) {
    code.immediate(Opcode.AND, T0, rt, MODE_BITS & 0xffff).immediate(Opcode.AND, T1, rt, 4);
    code.immediate(Opcode.SLL, T1, T1, FLUSH_BIT - 2).alu(Opcode.OR, T0, T0, T1);
  }

  /** Splits T3 into the parts. A cause that is enabled traps. Changes T0 and T1. */
  private static void set(Code code) {
    put(code);
    Traps.trapIf(Opcode.BNE, T0, 0, Verdict.FLOAT_EXCEPTION, code);
  }

  /** Splits T3 into the parts; T0 is not zero if one of its causes is enabled. Changes T1. */
  public static void put(Code code) {
    code.constant(T0, MODE_BITS).alu(Opcode.AND, T0, T0, T3);
    code.storeWord(T0, THREAD, ThreadBlock.FLOAT_MODE);
    code.immediate(Opcode.AND, T0, T3, FLAG_BITS);
    code.storeWord(T0, THREAD, ThreadBlock.FLOAT_FLAGS);
    code.immediate(Opcode.SRL, T0, T3, CAUSE_SHIFT).immediate(Opcode.AND, T0, T0, FLAG_BITS);
    code.storeWord(T0, THREAD, ThreadBlock.FLOAT_CAUSE);
    code.immediate(Opcode.SRL, CONDITION, T3, CONDITION_BIT);
    code.immediate(Opcode.AND, CONDITION, CONDITION, 1);
    code.immediate(Opcode.SRL, T0, T3, FloatConditions.FIRST_BIT + 1);
    code.immediate(Opcode.SLL, T0, T0, FloatConditions.FIRST_BIT + 1);
    code.storeWord(T0, THREAD, ThreadBlock.FLOAT_CONDITIONS);
    code.immediate(Opcode.SRL, T0, T3, 5).immediate(Opcode.OR, T1, T3, ALWAYS_ENABLED);
    code.alu(Opcode.AND, T0, T0, T1).immediate(Opcode.AND, T0, T0, ENABLED_CAUSES);
  }
}
