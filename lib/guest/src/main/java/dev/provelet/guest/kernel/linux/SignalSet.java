package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;

import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Opcode;

/** Sets of signals in memory, as Linux has them: the first word's lowest bit is the signal 1. */
final class SignalSet {
  private SignalSet() {}

  /** T0: the offset of a signal's word in a set, T1: which bit of it, in the lower five bits. */
  static Code place(int signal, Code code) {
    code.addImmediate(T1, signal, -1).immediate(Opcode.SRL, T0, T1, 5);
    return code.immediate(Opcode.SLL, T0, T0, 2);
  }

  /** T0: whether a signal is in the set at an offset from a register. Changes T1. */
  static Code has(int base, int offset, int signal, Code code) {
    place(signal, code).add(T0, T0, base).loadWord(T0, T0, offset);
    return code.alu(Opcode.SRL, T0, T0, T1).immediate(Opcode.AND, T0, T0, 1);
  }

  /**
   * The signal whose {@link #place} T0 and T1 have is in the set at an offset from a register from
   * now on. Changes T0 to T2.
   */
  static Code addPlaced(int base, int offset, Code code) {
    code.add(T0, T0, base).constant(T2, 1).alu(Opcode.SLL, T2, T2, T1).loadWord(T1, T0, offset);
    return code.alu(Opcode.OR, T1, T1, T2).storeWord(T1, T0, offset);
  }
}
