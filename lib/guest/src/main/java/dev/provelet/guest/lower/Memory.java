package dev.provelet.guest.lower;

import static dev.provelet.guest.lower.Registers.T0;

import dev.provelet.guest.decode.Instruction.Load;
import dev.provelet.guest.decode.Instruction.Store;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Opcode;
import java.nio.ByteOrder;

/**
 * Memory holds each word as OpenVM loads it, which is little-endian. So a big-endian program's byte
 * lies at its address with the two lowest bits flipped, its half-word at the address with the
 * second lowest flipped. An unaligned access is the engine's to report; flipping keeps it so.
 */
final class Memory {
  /** Which bits of the address of a big-endian byte or half-word are flipped. */
  private static final int BYTE = 3;

  private static final int HALF = 2;

  private Memory() {}

  static void lower(Load i, ByteOrder order, Code code) {
    switch (i.operation()) {
      case LB -> load(Opcode.LOADB, i, BYTE, order, code);
      case LBU -> load(Opcode.LOADBU, i, BYTE, order, code);
      case LH -> load(Opcode.LOADH, i, HALF, order, code);
      case LHU -> load(Opcode.LOADHU, i, HALF, order, code);
      case LW, LL -> code.loadWord(i.rt(), i.base(), i.offset());
    }
  }

  /** Threads switch at system calls only, so nothing comes between LL and SC: SC succeeds. */
  static void lower(Store i, ByteOrder order, Code code) {
    switch (i.operation()) {
      case SB -> store(Opcode.STOREB, i, BYTE, order, code);
      case SH -> store(Opcode.STOREH, i, HALF, order, code);
      case SW -> code.storeWord(i.rt(), i.base(), i.offset());
      case SC -> code.storeWord(i.rt(), i.base(), i.offset()).constant(i.rt(), 1);
    }
  }

  private static void load(Opcode opcode, Load i, int flipped, ByteOrder order, Code code) {
    if (order == ByteOrder.BIG_ENDIAN) {
      int offset = flip(i.base(), i.offset(), flipped, code);
      code.load(opcode, i.rt(), T0, offset);
    } else {
      code.load(opcode, i.rt(), i.base(), i.offset());
    }
  }

  private static void store(Opcode opcode, Store i, int flipped, ByteOrder order, Code code) {
    if (order == ByteOrder.BIG_ENDIAN) {
      int offset = flip(i.base(), i.offset(), flipped, code);
      code.store(opcode, i.rt(), T0, offset);
    } else {
      code.store(opcode, i.rt(), i.base(), i.offset());
    }
  }

  /**
   * T0, with the offset returned: where in memory a part of a big-endian word lies. Whole words may
   * as well be added later.
   */
  private static int flip(int base, int offset, int flipped, Code code) {
    if (offset % 4 == 0) {
      code.immediate(Opcode.XOR, T0, base, flipped);
      return offset;
    }
    code.addImmediate(T0, base, offset).immediate(Opcode.XOR, T0, T0, flipped);
    return 0;
  }
}
