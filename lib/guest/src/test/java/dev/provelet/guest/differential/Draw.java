package dev.provelet.guest.differential;

import java.util.BitSet;
import java.util.Random;

/** What random instructions are made of: registers and values that get in each other's way. */
final class Draw {
  /** Points into the data and is never changed. */
  static final int BASE = 28;

  /** Holds a small number and is never changed. */
  static final int SMALL = 24;

  /** Counts down in loops and is changed by nothing else. */
  static final int COUNTER = 30;

  /** Below this lie a kernel's own registers, but for those above. */
  private static final int FIRST_OF_KERNEL = 26;

  private static final int[] POPULAR = {2, 3, 4, 5, 8, 9, 16, 25, 29, 31};

  private final Random random;

  /** Registers that must not be changed for now. */
  private final BitSet kept = new BitSet();

  Draw(long seed) {
    this.random = new Random(seed);
  }

  void keep(int register) {
    kept.set(register);
  }

  void release(int register) {
    kept.clear(register);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int chances) {
    return random.nextInt(chances) == 0;
  }

  int pick(int... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** To be read. */
  int source() {
    return switch (random.nextInt(12)) {
      case 0 -> 0;
      case 1 -> pick(BASE, SMALL, COUNTER);
      case 2 -> 1 + random.nextInt(FIRST_OF_KERNEL - 1);
      default -> pick(POPULAR);
    };
  }

  /** To be changed; now and then register 0, which must stay zero. */
  int target() {
    return oneIn(20) ? 0 : changing();
  }

  /** To be changed, and not register 0. */
  int changing() {
    int register;
    do {
      register = oneIn(6) ? 1 + random.nextInt(FIRST_OF_KERNEL - 1) : pick(POPULAR);
    } while (register == SMALL || kept.get(register));
    return register;
  }

  int floating() {
    return pick(0, 1, 2, 3, 12, 13, random.nextInt(32));
  }

  int floatingPair() {
    return floating() & ~1;
  }

  int immediate() {
    return switch (random.nextInt(5)) {
      case 0 -> pick(0, 1, 0xffff, 0x7fff, 0x8000, 0x8001);
      case 1 -> random.nextInt(33);
      default -> random.nextInt(0x10000);
    };
  }

  int value() {
    return switch (random.nextInt(8)) {
      case 0 -> random.nextInt(8) - 4;
      case 1 -> pick(Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE + 1, -1, 0);
      case 2 -> 1 << random.nextInt(32);
      case 3 -> (1 << random.nextInt(32)) - 1;
      case 4 -> (short) random.nextInt();
      default -> random.nextInt();
    };
  }

  /** Half the distance from {@link #BASE} to the ends of the data, minus the widest access. */
  int offset() {
    return random.nextInt(2 * Probe.REACH - 8) - Probe.REACH;
  }
}
