package dev.provelet.guest.kernel.core;

import static dev.provelet.guest.machine.Registers.T0;

import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Opcode;

/** Sets of numbers below 32, known beforehand: a word with a bit for each number. */
public final class BitMask {
  private BitMask() {}

  /** T0: whether a register's number, which is below 32, is in a set. */
  public static Code has(int set, int number, Code code) {
    code.constant(T0, set).alu(Opcode.SRL, T0, T0, number);
    return code.immediate(Opcode.AND, T0, T0, 1);
  }
}
