package dev.provelet.guest.lower;

import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;

import dev.provelet.guest.decode.Instruction.MultiplyDivide;
import dev.provelet.guest.decode.Instruction.TrapIf;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Opcode;
import java.nio.ByteOrder;

/**
 * Two MIPS instructions that compilers put near each other, lowered together to fewer OpenVM
 * instructions than apart (macro-op fusion). The code of the first is of no use without that of the
 * second, so nothing may jump between them.
 */
public sealed interface FusedPair {
  void first(Code code);

  void second(Code code);

  /**
   * The register that instructions between the two must neither read nor write; 0 if no instruction
   * may stand between them.
   */
  default int carried() {
    return 0;
  }

  /** EXT, then SLL of the same register, as for an index into a table. */
  record ScaledField(int register, int from, int lowest, int size, int by) implements FusedPair {
    @Override
    public void first(Code code) {
      code.immediate(Opcode.SRL, register, from, lowest - by);
    }

    @Override
    public void second(Code code) {
      code.immediate(Opcode.AND, register, register, ((1 << size) - 1) << by);
    }

    @Override
    public int carried() {
      return register;
    }
  }

  /** WSBH, then ROTR by 16: the bytes of a word reversed. */
  record ReversedBytes(int rd, int word) implements FusedPair {
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

  /** TEQ of a divisor with 0, then the division, which need not test the divisor again. */
  record GuardedDivision(TrapIf guard, MultiplyDivide division) implements FusedPair {
    @Override
    public void first(Code code) {
      Traps.lower(guard, code);
    }

    @Override
    public void second(Code code) {
      MultiplyDivideUnit.lower(division, true, code);
    }
  }

  /** LWL and LWR of the same word. */
  record UnalignedLoad(int rt, int base, int offset, ByteOrder order) implements FusedPair {
    @Override
    public void first(Code code) {
      if (order == ByteOrder.BIG_ENDIAN) {
        // From the words that hold the first and the last byte; often they are the same word.
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
  record UnalignedStore(int rt, int base, int offset, ByteOrder order) implements FusedPair {
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
