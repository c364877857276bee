package dev.provelet.guest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The stdin of a guest that was made for Ziren: its inputs, as bincode writes a vector of byte
 * strings. Their number, then each with its length before it; numbers of eight bytes, the lowest
 * first.
 */
public final class InputVector {
  private InputVector() {}

  /**
   * @throws ArithmeticException if that is more than an array holds
   */
  public static byte[] of(List<byte[]> inputs) {
    long size = 8;
    for (byte[] input : inputs) {
      size += 8L + input.length;
    }
    ByteBuffer vector = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
    vector.putLong(inputs.size());
    for (byte[] input : inputs) {
      vector.putLong(input.length).put(input);
    }
    return vector.array();
  }
}
