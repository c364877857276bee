package dev.provelet.guest.harness;

/** Keccak-f[1600], as FIPS 202 has it, and the instruction that absorbs. */
final class KeccakChip {
  private static final int LANES = 25;
  private static final int ROUNDS = 24;
  private static final int MOST = 136;

  private KeccakChip() {}

  static void xor(Memory memory, int destination, int source, int count) {
    if (count < 0 || count > MOST || count % 4 != 0) {
      throw new AssertionError("the chip does not combine " + count + " bytes");
    }
    for (int at = 0; at < count; at += 4) {
      memory.storeWord(
          destination + at, memory.loadWord(destination + at) ^ memory.loadWord(source + at));
    }
  }

  static void permute(Memory memory, int address) {
    long[] lanes = new long[LANES];
    for (int i = 0; i < LANES; i++) {
      lanes[i] =
          Integer.toUnsignedLong(memory.loadWord(address + 8 * i))
              | (long) memory.loadWord(address + 8 * i + 4) << 32;
    }
    int register = 1;
    for (int round = 0; round < ROUNDS; round++) {
      theta(lanes);
      rhoAndPi(lanes);
      chi(lanes);
      for (int j = 0; j < 7; j++) {
        if ((register & 1) != 0) {
          lanes[0] ^= 1L << ((1 << j) - 1);
        }
        register = (register << 1) ^ ((register >>> 7) * 0x171);
      }
    }
    for (int i = 0; i < LANES; i++) {
      memory.storeWord(address + 8 * i, (int) lanes[i]);
      memory.storeWord(address + 8 * i + 4, (int) (lanes[i] >>> 32));
    }
  }

  private static void theta(long[] lanes) {
    long[] columns = new long[5];
    for (int i = 0; i < LANES; i++) {
      columns[i % 5] ^= lanes[i];
    }
    for (int i = 0; i < LANES; i++) {
      lanes[i] ^= columns[(i + 4) % 5] ^ Long.rotateLeft(columns[(i + 1) % 5], 1);
    }
  }

  private static void rhoAndPi(long[] lanes) {
    int x = 1;
    int y = 0;
    long current = lanes[1];
    for (int t = 0; t < 24; t++) {
      int next = (2 * x + 3 * y) % 5;
      x = y;
      y = next;
      long kept = lanes[x + 5 * y];
      lanes[x + 5 * y] = Long.rotateLeft(current, (t + 1) * (t + 2) / 2);
      current = kept;
    }
  }

  private static void chi(long[] lanes) {
    for (int row = 0; row < LANES; row += 5) {
      long[] before = {lanes[row], lanes[row + 1], lanes[row + 2], lanes[row + 3], lanes[row + 4]};
      for (int x = 0; x < 5; x++) {
        lanes[row + x] = before[x] ^ (~before[(x + 1) % 5] & before[(x + 2) % 5]);
      }
    }
  }
}
