package dev.provelet.guest.lower;

import static dev.provelet.guest.lower.Registers.T0;
import static dev.provelet.guest.lower.Registers.T1;
import static dev.provelet.guest.lower.Registers.T2;
import static dev.provelet.guest.lower.Registers.T3;

import dev.provelet.guest.decode.Instruction.MultiplyDivide;
import dev.provelet.guest.decode.Instruction.TrapIf;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Opcode;
import java.nio.ByteOrder;

/**
 * Two instructions that compilers put near each other and that take fewer of OpenVM's together than
 * alone. Whoever executes the code of the first has to go on to that of the second.
 */
public sealed interface Pair {
  void first(Code code);

  void second(Code code);

  /** The register that must be left alone between the two; 0 if nothing may be between. */
  default int keeps() {
    return 0;
  }

  /** EXT and SLL of the same register, as for an index into a table. */
  record ScaledField(int register, int from, int lowest, int size, int by) implements Pair {
    @Override
    public void first(Code code) {
      code.immediate(Opcode.SRL, register, from, lowest - by);
    }

    @Override
    public void second(Code code) {
      code.immediate(Opcode.AND, register, register, ((1 << size) - 1) << by);
    }

    @Override
    public int keeps() {
      return register;
    }
  }

  /** WSBH, and ROTR by 16. */
  record ReversedBytes(int rd, int word) implements Pair {
    @Override
    public void first(Code code) {
      code.immediate(Opcode.SRL, T0, word, 8).immediate(Opcode.AND, T0, T0, 0xff00);
      code.immediate(Opcode.AND, T1, word, 0xff00).immediate(Opcode.SLL, T1, T1, 8);
      code.immediate(Opcode.SRL, T2, word, 24).immediate(Opcode.SLL, T3, word, 24);
      code.alu(Opcode.OR, T0, T0, T1).alu(Opcode.OR, T2, T2, T3);
    }

    @Override
    public void second(Code code) {
      code.alu(Opcode.OR, rd, T0, T2);
    }
  }

  /** TEQ of a divisor and 0, and the division, which then needs no look at it. */
  record GuardedDivision(TrapIf guard, MultiplyDivide division) implements Pair {
    @Override
    public void first(Code code) {
      Traps.lower(guard, code);
    }

    @Override
    public void second(Code code) {
      Products.lower(division, true, code);
    }
  }

  /** LWL and LWR of the same word. */
  record UnalignedLoad(int rt, int base, int offset, ByteOrder order) implements Pair {
    @Override
    public void first(Code code) {
      if (order == ByteOrder.BIG_ENDIAN) {
        // From the words in which the first and the last byte lie, often the same one.
        code.addImmediate(T0, base, offset).immediate(Opcode.SLL, T1, T0, 3);
        code.immediate(Opcode.AND, T2, T0, -4).loadWord(T2, T2, 0);
        code.addImmediate(T3, T0, 3).immediate(Opcode.AND, T3, T3, -4).loadWord(T3, T3, 0);
        code.alu(Opcode.SLL, T2, T2, T1).subtract(T1, 0, T1).alu(Opcode.SRL, T3, T3, T1);
      } else {
        code.load(Opcode.LOADBU, T0, base, offset).load(Opcode.LOADBU, T1, base, offset + 1);
        code.load(Opcode.LOADBU, T2, base, offset + 2).load(Opcode.LOADBU, T3, base, offset + 3);
        code.immediate(Opcode.SLL, T1, T1, 8).alu(Opcode.OR, T0, T0, T1);
        code.immediate(Opcode.SLL, T2, T2, 16).immediate(Opcode.SLL, T3, T3, 24);
        code.alu(Opcode.OR, T2, T2, T0);
      }
    }

    @Override
    public void second(Code code) {
      code.alu(Opcode.OR, rt, T2, T3);
    }
  }

  /** SWL and SWR of the same word, byte by byte. */
  record UnalignedStore(int rt, int base, int offset, ByteOrder order) implements Pair {
    private static final int FLIPPED = 3;

    @Override
    public void first(Code code) {
      if (order == ByteOrder.BIG_ENDIAN) {
        code.addImmediate(T1, base, offset);
        for (int i = 0; i < 3; i++) {
          code.immediate(Opcode.XOR, T2, T1, FLIPPED).immediate(Opcode.SRL, T0, rt, 24 - 8 * i);
          code.store(Opcode.STOREB, T0, T2, 0).addImmediate(T1, T1, 1);
        }
        code.immediate(Opcode.XOR, T2, T1, FLIPPED);
      } else {
        code.store(Opcode.STOREB, rt, base, offset);
        code.immediate(Opcode.SRL, T0, rt, 8).store(Opcode.STOREB, T0, base, offset + 1);
        code.immediate(Opcode.SRL, T0, rt, 16).store(Opcode.STOREB, T0, base, offset + 2);
        code.immediate(Opcode.SRL, T0, rt, 24);
      }
    }

    @Override
    public void second(Code code) {
      if (order == ByteOrder.BIG_ENDIAN) {
        code.store(Opcode.STOREB, rt, T2, 0);
      } else {
        code.store(Opcode.STOREB, T0, base, offset + 3);
      }
    }
  }
}
