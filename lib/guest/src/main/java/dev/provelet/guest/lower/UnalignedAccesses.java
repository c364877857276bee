package dev.provelet.guest.lower;

import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T4;
import static dev.provelet.guest.machine.Registers.T5;

import dev.provelet.guest.decode.Instruction.LoadStorePart;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Opcode;
import java.nio.ByteOrder;

/**
 * LWL, LWR, SWL and SWR: the halves of an unaligned access. The address names a byte of an aligned
 * word. The "left" instructions move bytes between the register's upper end and the word: those up
 * to and including the named byte in little-endian memory, those from the named byte on in
 * big-endian memory. The "right" instructions do the same with the register's lower end and the
 * bytes on the other side of the named one.
 */
final class UnalignedAccesses {
  private UnalignedAccesses() {}

  static void lower(LoadStorePart i, ByteOrder order, Code code) {
    code.addImmediate(T0, i.base(), i.offset());
    code.immediate(Opcode.SLL, T1, T0, 3);
    code.immediate(Opcode.AND, T0, T0, -4).loadWord(T2, T0, 0);
    code.immediate(Opcode.XOR, T4, 0, -1);
    boolean left =
        switch (i.operation()) {
          case LWL, SWL -> true;
          case LWR, SWR -> false;
        };
    if (left == (order == ByteOrder.LITTLE_ENDIAN)) {
      code.immediate(Opcode.XOR, T1, T1, 24);
    }
    // T0: the word's address. T1: the shift in bits, in its five lowest bits. T2: the word. T4:
    // ones.
    switch (i.operation()) {
      case LWL -> {
        code.alu(Opcode.SLL, T2, T2, T1).alu(Opcode.SLL, T4, T4, T1);
        merge(i.rt(), i.rt(), T2, code);
      }
      case LWR -> {
        code.alu(Opcode.SRL, T2, T2, T1).alu(Opcode.SRL, T4, T4, T1);
        merge(i.rt(), i.rt(), T2, code);
      }
      case SWL -> {
        code.alu(Opcode.SRL, T5, i.rt(), T1).alu(Opcode.SRL, T4, T4, T1);
        merge(T2, T2, T5, code);
        code.storeWord(T2, T0, 0);
      }
      case SWR -> {
        code.alu(Opcode.SLL, T5, i.rt(), T1).alu(Opcode.SLL, T4, T4, T1);
        merge(T2, T2, T5, code);
        code.storeWord(T2, T0, 0);
      }
    }
  }

  /** Replaces the bits of {@code old} that are set in T4 by those of {@code part}. */
  private static void merge(int rd, int old, int part, Code code) {
    code.immediate(Opcode.XOR, T4, T4, -1).alu(Opcode.AND, T4, T4, old);
    code.alu(Opcode.OR, rd, T4, part);
  }
}
