package dev.provelet.guest.translate;

import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * MIPS32 as its manual describes it, delay slots included, word by word and without regard to
 * speed: what the translator is compared with. It shares no code with the decoder.
 */
final class ReferenceMips {
  private final ByteOrder order;
  private final int textStart;
  private final int[] text;
  private final Map<Integer, Byte> memory = new HashMap<>();
  final int[] registers = new int[32];
  int hi;
  int lo;
  private int pc;

  /** Where the delay slot's successor is, if the instruction before was a branch that was taken. */
  private int target = NONE;

  private static final int NONE = -1;

  ReferenceMips(ByteOrder order, int textStart, int[] text) {
    this.order = order;
    this.textStart = textStart;
    this.text = text;
    this.pc = textStart;
  }

  /**
   * Runs until the word at {@code end} would be executed.
   *
   * @return how many instructions were
   */
  int runTo(int end) {
    int steps = 0;
    for (; pc != end; steps++) {
      if (steps > 1_000_000) {
        throw new AssertionError("the program does not end");
      }
      step();
    }
    return steps;
  }

  private void step() {
    int word = text[(pc - textStart) / 4];
    int here = pc;
    int after = target == NONE ? pc + 4 : target;
    target = NONE;
    pc = after;
    int op = word >>> 26;
    int rs = (word >>> 21) & 31;
    int rt = (word >>> 16) & 31;
    int near = here + 4 + ((short) word << 2);
    switch (op) {
      case 0x00 -> special(word, here);
      case 0x01 -> {
        boolean taken = (rt & 1) == 0 ? registers[rs] < 0 : registers[rs] >= 0;
        if ((rt & 16) != 0) {
          set(31, here + 8);
        }
        branch(taken, (rt & 2) != 0, near, here);
      }
      case 0x02 -> target = (word & 0x3ffffff) << 2;
      case 0x03 -> {
        set(31, here + 8);
        target = (word & 0x3ffffff) << 2;
      }
      case 0x04, 0x14 -> branch(registers[rs] == registers[rt], op > 0x10, near, here);
      case 0x05, 0x15 -> branch(registers[rs] != registers[rt], op > 0x10, near, here);
      case 0x06, 0x16 -> branch(registers[rs] <= 0, op > 0x10, near, here);
      case 0x07, 0x17 -> branch(registers[rs] > 0, op > 0x10, near, here);
      case 0x09 -> set(rt, registers[rs] + (short) word);
      case 0x0a -> set(rt, registers[rs] < (short) word ? 1 : 0);
      case 0x0b -> set(rt, Integer.compareUnsigned(registers[rs], (short) word) < 0 ? 1 : 0);
      case 0x0c -> set(rt, registers[rs] & (word & 0xffff));
      case 0x0d -> set(rt, registers[rs] | (word & 0xffff));
      case 0x0e -> set(rt, registers[rs] ^ (word & 0xffff));
      case 0x0f -> set(rt, word << 16);
      case 0x1c -> special2(word);
      case 0x1f -> special3(word);
      default -> memory(op, rt, registers[rs] + (short) word);
    }
  }

  private void branch(boolean taken, boolean likely, int near, int here) {
    if (taken) {
      target = near;
    } else if (likely) {
      pc = here + 8;
    }
  }

  private void set(int register, int value) {
    if (register != 0) {
      registers[register] = value;
    }
  }

  private void special(int word, int here) {
    int x = registers[(word >>> 21) & 31];
    int y = registers[(word >>> 16) & 31];
    int rd = (word >>> 11) & 31;
    int amount = (word >>> 6) & 31;
    switch (word & 63) {
      case 0x00 -> set(rd, y << amount);
      case 0x02 -> set(rd, (word >>> 21 & 1) == 1 ? Integer.rotateRight(y, amount) : y >>> amount);
      case 0x03 -> set(rd, y >> amount);
      case 0x04 -> set(rd, y << x);
      case 0x06 -> set(rd, amount == 1 ? Integer.rotateRight(y, x) : y >>> x);
      case 0x07 -> set(rd, y >> x);
      case 0x08 -> target = x;
      case 0x09 -> {
        target = x;
        set(rd, here + 8);
      }
      case 0x0a -> {
        if (y == 0) {
          set(rd, x);
        }
      }
      case 0x0b -> {
        if (y != 0) {
          set(rd, x);
        }
      }
      case 0x10 -> set(rd, hi);
      case 0x11 -> hi = x;
      case 0x12 -> set(rd, lo);
      case 0x13 -> lo = x;
      case 0x18 -> product((long) x * y);
      case 0x19 -> product(Integer.toUnsignedLong(x) * Integer.toUnsignedLong(y));
      case 0x1a -> {
        if (y != 0) {
          lo = x / y;
          hi = x % y;
        }
      }
      case 0x1b -> {
        if (y != 0) {
          lo = Integer.divideUnsigned(x, y);
          hi = Integer.remainderUnsigned(x, y);
        }
      }
      case 0x21 -> set(rd, x + y);
      case 0x23 -> set(rd, x - y);
      case 0x24 -> set(rd, x & y);
      case 0x25 -> set(rd, x | y);
      case 0x26 -> set(rd, x ^ y);
      case 0x27 -> set(rd, ~(x | y));
      case 0x2a -> set(rd, x < y ? 1 : 0);
      case 0x2b -> set(rd, Integer.compareUnsigned(x, y) < 0 ? 1 : 0);
      default -> throw new AssertionError("not modelled: %08x".formatted(word));
    }
  }

  private void product(long value) {
    hi = (int) (value >> 32);
    lo = (int) value;
  }

  private void special2(int word) {
    int x = registers[(word >>> 21) & 31];
    int y = registers[(word >>> 16) & 31];
    int rd = (word >>> 11) & 31;
    long signed = (long) x * y;
    long unsigned = Integer.toUnsignedLong(x) * Integer.toUnsignedLong(y);
    long sum = ((long) hi << 32) | Integer.toUnsignedLong(lo);
    switch (word & 63) {
      case 0x00 -> product(sum + signed);
      case 0x01 -> product(sum + unsigned);
      case 0x02 -> set(rd, x * y);
      case 0x04 -> product(sum - signed);
      case 0x05 -> product(sum - unsigned);
      case 0x20 -> set(rd, Integer.numberOfLeadingZeros(x));
      case 0x21 -> set(rd, Integer.numberOfLeadingZeros(~x));
      default -> throw new AssertionError("not modelled: %08x".formatted(word));
    }
  }

  private void special3(int word) {
    int x = registers[(word >>> 21) & 31];
    int rt = (word >>> 16) & 31;
    int y = registers[rt];
    int rd = (word >>> 11) & 31;
    int low = (word >>> 6) & 31;
    switch (word & 63) {
      case 0x00 -> set(rt, (int) ((Integer.toUnsignedLong(x) >> low) & ones(rd + 1)));
      case 0x04 -> {
        int mask = (int) (ones(rd - low + 1) << low);
        set(rt, (y & ~mask) | ((x << low) & mask));
      }
      case 0x20 ->
          set(
              rd,
              switch (low) {
                case 0x02 -> ((y & 0x00ff00ff) << 8) | ((y >>> 8) & 0x00ff00ff);
                case 0x10 -> (byte) y;
                case 0x18 -> (short) y;
                default -> throw new AssertionError("not modelled: %08x".formatted(word));
              });
      default -> throw new AssertionError("not modelled: %08x".formatted(word));
    }
  }

  private static long ones(int count) {
    return (1L << count) - 1;
  }

  private int at(int address) {
    return memory.getOrDefault(address, (byte) 0) & 0xff;
  }

  /** How many bits above a word's lowest one the byte at an address lies. */
  private int shift(int address) {
    return 8 * (order == ByteOrder.LITTLE_ENDIAN ? address & 3 : 3 - (address & 3));
  }

  private int word(int address) {
    int word = 0;
    for (int at = address & -4; at < (address & -4) + 4; at++) {
      word |= at(at) << shift(at);
    }
    return word;
  }

  private int half(int address) {
    return word(address) >> Math.min(shift(address), shift(address + 1));
  }

  private void memory(int op, int rt, int address) {
    int value = registers[rt];
    int shift = shift(address);
    switch (op) {
      case 0x20 -> set(rt, (byte) at(address));
      case 0x21 -> set(rt, (short) half(address));
      case 0x23, 0x30 -> set(rt, word(address));
      case 0x24 -> set(rt, at(address));
      case 0x25 -> set(rt, half(address) & 0xffff);
      case 0x28 -> memory.put(address, (byte) value);
      case 0x29 -> {
        memory.put(address, (byte) (value >>> (shift < shift(address + 1) ? 0 : 8)));
        memory.put(address + 1, (byte) (value >>> (shift < shift(address + 1) ? 8 : 0)));
      }
      case 0x2b -> put(address, value, -1);
      case 0x38 -> {
        put(address, value, -1);
        set(rt, 1);
      }
      // The byte named and those less significant go to the register's upper end.
      case 0x22 -> {
        int kept = (int) ones(24 - shift);
        set(rt, (value & kept) | (word(address) << (24 - shift)));
      }
      // The byte named and those more significant go to the register's lower end.
      case 0x26 -> {
        int taken = -1 >>> shift;
        set(rt, (value & ~taken) | (word(address) >>> shift));
      }
      case 0x2a -> put(address, value >>> (24 - shift), -1 >>> (24 - shift));
      case 0x2e -> put(address, value << shift, -1 << shift);
      default -> throw new AssertionError("not modelled: opcode " + op);
    }
  }

  /** Changes the bits that a mask names of the word in which an address lies. */
  private void put(int address, int value, int mask) {
    int word = (word(address) & ~mask) | (value & mask);
    for (int at = address & -4; at < (address & -4) + 4; at++) {
      memory.put(at, (byte) (word >>> shift(at)));
    }
  }
}
