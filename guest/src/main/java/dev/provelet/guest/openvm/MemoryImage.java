package dev.provelet.guest.openvm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Memory as it is when a program starts: runs of bytes as the program sees them, zeros between
 * them.
 */
public final class MemoryImage {
  private final ByteOrder order;
  private final NavigableMap<Integer, byte[]> runs = new TreeMap<>();

  /**
   * @param order of the program's words
   */
  public MemoryImage(ByteOrder order) {
    this.order = order;
  }

  public ByteOrder order() {
    return order;
  }

  /** Runs must not overlap. */
  public void put(int address, byte[] bytes) {
    if (bytes.length == 0) {
      return;
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

  /** The runs as the machine holds them, whose words are little-endian. */
  NavigableMap<Integer, byte[]> runs() {
    return order == ByteOrder.LITTLE_ENDIAN ? runs : reversed();
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
