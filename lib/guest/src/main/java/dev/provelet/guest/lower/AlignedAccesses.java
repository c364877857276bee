package dev.provelet.guest.lower;

import static dev.provelet.guest.machine.Registers.T0;

import dev.provelet.guest.decode.Instruction.Load;
import dev.provelet.guest.decode.Instruction.Store;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Opcode;
import java.nio.ByteOrder;

/**
 * Loads and stores of bytes, half-words and words. Memory holds each word as OpenVM loads it:
 * little-endian. So a byte of a big-endian program lies at its address with the two lowest bits
 * flipped, a half-word at its address with the second lowest bit flipped. The engine reports an
 * unaligned access; flipping these bits leaves it unaligned.
 */
final class AlignedAccesses {
  /** The address bits that are flipped for a big-endian byte or half-word. */
  private static final int BYTE = 3;

  private static final int HALF = 2;

  private AlignedAccesses() {}

  static void lower(Load i, ByteOrder order, Code code) {
    switch (i.operation()) {
      case LB -> load(Opcode.LOADB, i, BYTE, order, code);
      case LBU -> load(Opcode.LOADBU, i, BYTE, order, code);
      case LH -> load(Opcode.LOADH, i, HALF, order, code);
      case LHU -> load(Opcode.LOADHU, i, HALF, order, code);
      case LW, LL -> code.loadWord(i.rt(), i.base(), i.offset());
    }
  }

  /** Threads switch only at system calls, so nothing comes between LL and SC: SC succeeds. */
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
   * Computes in T0, with the returned offset to be added, where a big-endian byte or half-word
   * lies. An offset in whole words does not change the flipped bits, so the access itself can add
   * it.
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
