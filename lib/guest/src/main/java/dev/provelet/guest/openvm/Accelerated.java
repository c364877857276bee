package dev.provelet.guest.openvm;

/**
 * The instructions that only the accelerated machine has: a program with one of them is a program
 * of that machine. Operands are registers with addresses of numbers, the lowest byte first; all are
 * read before anything is written. What is proved of them is less than what they do, see
 * provelet_engine.h.
 */
public final class Accelerated {
  private static final int KECCAKF = 0x310;
  private static final int XORIN = 0x311;
  private static final int MODULAR = 0x500;
  private static final int MODULAR_OPCODES = 8;
  private static final int EQUAL = 6;

  private Accelerated() {}

  /** Operations of fields. A divisor must not be congruent to zero. */
  public enum Operation {
    ADD(0),
    SUBTRACT(1),
    MULTIPLY(3),
    DIVIDE(4);

    private final int index;

    Operation(int index) {
      this.index = index;
    }
  }

  /** Keccak's permutation of the 200 bytes at an address. */
  public static Op keccak(int state) {
    return new Op.Chip(KECCAKF, state, 0, 0);
  }

  /** Combines bytes with others; register count has how many: 136 at most, a multiple of 4. */
  public static Op xor(int destination, int source, int count) {
    return new Op.Chip(XORIN, destination, source, count);
  }

  /**
   * Arithmetic modulo a prime. Operands need not be less than the prime, and the result is proved
   * to be congruent to what it should be, not to be less than the prime.
   */
  public static Op modular(
      Operation operation, Modulus modulus, int destination, int left, int right) {
    int opcode = MODULAR + MODULAR_OPCODES * modulus.number() + operation.index;
    return new Op.Chip(opcode, destination, left, right);
  }

  /** rd: whether two numbers are equal. It can only be proved of numbers less than the prime. */
  public static Op equal(Modulus modulus, int rd, int left, int right) {
    return new Op.Chip(MODULAR + MODULAR_OPCODES * modulus.number() + EQUAL, rd, left, right);
  }
}
