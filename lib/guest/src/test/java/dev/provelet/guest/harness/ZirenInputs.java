package dev.provelet.guest.harness;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Inputs of Ziren's guests in tests. */
public final class ZirenInputs {
  private ZirenInputs() {}

  /** Words as a guest has them in memory. */
  public static byte[] words(int... words) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int word : words) {
      bytes.putInt(word);
    }
    return bytes.array();
  }

  /** bincode's {@code Vec<Vec<u8>>}, written independently of the code under test. */
  public static byte[] vector(List<byte[]> inputs) {
    int size = 8 + inputs.stream().mapToInt(input -> 8 + input.length).sum();
    ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(inputs.size());
    for (byte[] input : inputs) {
      bytes.putLong(input.length).put(input);
    }
    return bytes.array();
  }

  public static byte[] vector(byte[]... inputs) {
    return vector(List.of(inputs));
  }
}
