package dev.provelet.guest.openvm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Memory as it is when a program starts: runs of bytes, zeros between them. */
public final class MemoryImage {
  private final NavigableMap<Integer, byte[]> runs = new TreeMap<>();

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
    ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int word : words) {
      bytes.putInt(word);
    }
    put(address, bytes.array());
  }

  public long size() {
    return runs.values().stream().mapToLong(run -> run.length).sum();
  }

  NavigableMap<Integer, byte[]> runs() {
    return runs;
  }
}
