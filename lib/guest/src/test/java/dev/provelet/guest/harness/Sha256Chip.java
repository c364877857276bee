package dev.provelet.guest.harness;

import java.math.BigInteger;

/** SHA-256's compression function, as FIPS 180-4 has it. */
final class Sha256Chip {
  private static final int[] K = new int[64];

  static {
    // The fractional parts of the cube roots of the first primes.
    int found = 0;
    for (int n = 2; found < 64; n++) {
      if (BigInteger.valueOf(n).isProbablePrime(30)) {
        K[found++] = fraction(n);
      }
    }
  }

  private Sha256Chip() {}

  private static int fraction(int prime) {
    BigInteger target = BigInteger.valueOf(prime).shiftLeft(96);
    long low = 0;
    long high = 1L << 36;
    while (high - low > 1) {
      long middle = (low + high) >>> 1;
      if (BigInteger.valueOf(middle).pow(3).compareTo(target) <= 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (int) low;
  }

  static void compress(Memory memory, int destination, int state, int block) {
    int[] w = new int[64];
    for (int i = 0; i < 16; i++) {
      w[i] = Integer.reverseBytes(memory.loadWord(block + 4 * i));
    }
    for (int i = 16; i < 64; i++) {
      int s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ (w[i - 15] >>> 3);
      int s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ (w[i - 2] >>> 10);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    int[] h = new int[8];
    for (int i = 0; i < 8; i++) {
      h[i] = memory.loadWord(state + 4 * i);
    }
    int[] v = h.clone();
    for (int i = 0; i < 64; i++) {
      int s1 = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25);
      int choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
      int t1 = v[7] + s1 + choice + K[i] + w[i];
      int s0 = rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22);
      int t2 = s0 + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
      System.arraycopy(v, 0, v, 1, 7);
      v[4] += t1;
      v[0] = t1 + t2;
    }
    for (int i = 0; i < 8; i++) {
      memory.storeWord(destination + 4 * i, h[i] + v[i]);
    }
  }

  private static int rotate(int value, int distance) {
    return Integer.rotateRight(value, distance);
  }
}
