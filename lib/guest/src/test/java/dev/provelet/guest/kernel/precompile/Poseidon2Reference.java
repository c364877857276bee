package dev.provelet.guest.kernel.precompile;

import java.math.BigInteger;

/**
 * Poseidon2 (Grassi, Khovratovich, Schofnegger, 2023) of width 16 over KoalaBear as products with
 * whole matrices, with the constants of the code under test.
 */
final class Poseidon2Reference {
  private static final BigInteger P = BigInteger.valueOf(0x7f000001);
  private static final int WIDTH = 16;
  private static final int[][] FOUR = {{2, 3, 1, 1}, {1, 2, 3, 1}, {1, 1, 2, 3}, {3, 1, 1, 2}};

  /** Powers of two, each as sign and exponent, or small numbers: the diagonal less one. */
  private static final BigInteger[] DIAGONAL = {
    BigInteger.valueOf(-2),
    BigInteger.valueOf(1),
    BigInteger.valueOf(2),
    over(1, 1),
    BigInteger.valueOf(3),
    BigInteger.valueOf(4),
    over(-1, 1),
    BigInteger.valueOf(-3),
    BigInteger.valueOf(-4),
    over(1, 8),
    over(1, 3),
    over(1, 24),
    over(-1, 8),
    over(-1, 3),
    over(-1, 4),
    over(-1, 24)
  };

  private Poseidon2Reference() {}

  private static BigInteger over(int numerator, int exponent) {
    return BigInteger.valueOf(numerator)
        .multiply(BigInteger.ONE.shiftLeft(exponent).modInverse(P))
        .mod(P);
  }

  static int[] permuted(int[] input) {
    BigInteger[] state = new BigInteger[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      state[i] = unsigned(input[i]).mod(P);
    }
    state = product(full(), state);
    for (int round = 0; round < 4; round++) {
      state = fullRound(state, round);
    }
    for (int constant : Poseidon2Constants.partial()) {
      state[0] = state[0].add(unsigned(constant)).pow(3).mod(P);
      state = product(partial(), state);
    }
    for (int round = 4; round < 8; round++) {
      state = fullRound(state, round);
    }
    int[] output = new int[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      output[i] = state[i].intValue();
    }
    return output;
  }

  private static BigInteger unsigned(int word) {
    return BigInteger.valueOf(Integer.toUnsignedLong(word));
  }

  private static BigInteger[] fullRound(BigInteger[] state, int round) {
    BigInteger[] next = new BigInteger[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      BigInteger constant = unsigned(Poseidon2Constants.full()[WIDTH * round + i]);
      next[i] = state[i].add(constant).pow(3).mod(P);
    }
    return product(full(), next);
  }

  private static BigInteger[][] full() {
    BigInteger[][] matrix = new BigInteger[WIDTH][WIDTH];
    for (int row = 0; row < WIDTH; row++) {
      for (int column = 0; column < WIDTH; column++) {
        int factor = row / 4 == column / 4 ? 2 : 1;
        matrix[row][column] = BigInteger.valueOf((long) factor * FOUR[row % 4][column % 4]);
      }
    }
    return matrix;
  }

  private static BigInteger[][] partial() {
    BigInteger[][] matrix = new BigInteger[WIDTH][WIDTH];
    for (int row = 0; row < WIDTH; row++) {
      for (int column = 0; column < WIDTH; column++) {
        matrix[row][column] = row == column ? DIAGONAL[row].add(BigInteger.ONE) : BigInteger.ONE;
      }
    }
    return matrix;
  }

  private static BigInteger[] product(BigInteger[][] matrix, BigInteger[] vector) {
    BigInteger[] result = new BigInteger[WIDTH];
    for (int row = 0; row < WIDTH; row++) {
      BigInteger sum = BigInteger.ZERO;
      for (int column = 0; column < WIDTH; column++) {
        sum = sum.add(matrix[row][column].multiply(vector[column]));
      }
      result[row] = sum.mod(P);
    }
    return result;
  }
}
