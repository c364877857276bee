package dev.provelet.guest.openvm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Memory as it is when a program starts: runs of bytes as the program sees them, zeros between
 * them. The program's address {@link #base} is the machine's address 0; those below it wrap around
 * to where the machine has no memory, so that no access to them can be proved.
 */
public final class MemoryImage {
  /** The greatest base: with it, a program's 16-bit offsets still fit the machine's 17 bits. */
  public static final int MAX_BASE = 1 << 15;

  private final ByteOrder order;
  private final int base;
  private final NavigableMap<Integer, byte[]> runs = new TreeMap<>();

  /**
   * @param order of the program's words
   * @param base a multiple of 4, {@link #MAX_BASE} at most
   */
  public MemoryImage(ByteOrder order, int base) {
    if (base < 0 || base > MAX_BASE || base % 4 != 0) {
      throw new IllegalArgumentException("no such base: " + base);
    }
    this.order = order;
    this.base = base;
  }

  /** The address at which memory begins. */
  public int base() {
    return base;
  }

  public ByteOrder order() {
    return order;
  }

  /** Runs must not overlap. */
  public void put(int address, byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    if (address < base) {
      throw new IllegalArgumentException("there is no memory at %x".formatted(address));
    }
    Map.Entry<Integer, byte[]> below = runs.lowerEntry(address + bytes.length);
    if (below != null && below.getKey() + below.getValue().length > address) {
      throw new IllegalArgumentException("memory at %x is taken".formatted(address));
    }
    runs.put(address, bytes);
  }

  public void putWords(int address, int... words) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(order);
    for (int word : words) {
      bytes.putInt(word);
    }
    put(address, bytes.array());
  }

  /** The runs as the machine holds them, by its addresses; its words are little-endian. */
  NavigableMap<Integer, byte[]> runs() {
    NavigableMap<Integer, byte[]> moved = new TreeMap<>();
    (order == ByteOrder.LITTLE_ENDIAN ? runs : reversed())
        .forEach((address, bytes) -> moved.put(address - base, bytes));
    return moved;
  }

  /** The bytes of each word the other way round; runs that share a word become one. */
  private NavigableMap<Integer, byte[]> reversed() {
    NavigableMap<Integer, byte[]> reversed = new TreeMap<>();
    runs.forEach(
        (address, bytes) -> {
          int start = address & -4;
          int end = (address + bytes.length + 3) & -4;
          Map.Entry<Integer, byte[]> last = reversed.lastEntry();
          byte[] words = new byte[end - start];
          if (last != null && last.getKey() + last.getValue().length > start) {
            start = last.getKey();
            words = Arrays.copyOf(last.getValue(), end - start);
          }
          for (int i = 0; i < bytes.length; i++) {
            words[(address + i - start) ^ 3] = bytes[i];
          }
          reversed.put(start, words);
        });
    return reversed;
  }
}
