package dev.provelet.guest.differential;

import static dev.provelet.guest.harness.Mips.immediate;

import dev.provelet.guest.harness.Mips;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * An access to where no program has memory, below it or in the upper half of all addresses, and
 * what stands around it.
 *
 * @param address the first byte that is accessed
 * @param code all of it
 */
record BadAccess(int address, Words code) {
  private static final int BASE = 9;
  private static final int[] LOADS = {0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x30, 0x31, 0x35};

  /** Without SC, which does nothing under qemu unless an LL came before. */
  private static final int[] STORES = {0x28, 0x29, 0x2a, 0x2b, 0x2e, 0x39, 0x3d};

  /** Instructions that compare by value. */
  record Words(String hex) {
    static Words of(int[] words) {
      return new Words(
          Arrays.stream(words).mapToObj("%08x"::formatted).collect(Collectors.joining(" ")));
    }

    int[] array() {
      return Arrays.stream(hex.split(" ", -1))
          .mapToInt(word -> Integer.parseUnsignedInt(word, 16))
          .toArray();
    }
  }

  int[] words() {
    return code.array();
  }

  /**
   * @param lowest address of memory
   */
  static BadAccess draw(Draw draw, int lowest) {
    int address = draw.oneIn(3) ? 1 << 31 | draw.below(Integer.MAX_VALUE) : draw.below(lowest);
    int offset = (short) draw.immediate();
    int opcode = draw.oneIn(2) ? draw.pick(LOADS) : draw.pick(STORES);
    int access = immediate(opcode, BASE, 8, offset);
    int[] base = Mips.li(BASE, address - offset);
    int[] code =
        switch (draw.below(5)) {
          case 0 -> Mips.join(base, Mips.words(Mips.beq(0, 0, 1), access, Mips.NOP));
          case 1 -> Mips.join(base, Mips.words(Mips.bne(BASE, 0, 1), access, Mips.NOP));
          case 2 -> Mips.join(base, Mips.words(immediate(0x14, 0, 0, 1), access, Mips.NOP));
          case 3 -> Mips.join(base, Mips.words(Mips.ori(8, 0, 1), access, Mips.NOP));
          default -> Mips.join(base, Mips.words(access));
        };
    return new BadAccess(address, Words.of(code));
  }

  @Override
  public String toString() {
    return "an access to 0x%08x by %s".formatted(address, code.hex());
  }
}
