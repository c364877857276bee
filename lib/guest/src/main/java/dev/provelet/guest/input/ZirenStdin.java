package dev.provelet.guest.input;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The stdin of a guest made for Ziren: its inputs as bincode encodes a vector of byte strings. That
 * is the number of inputs, then each input after its length; numbers have eight bytes, the lowest
 * first.
 */
public final class ZirenStdin {
  private ZirenStdin() {}

  /**
   * @throws ArithmeticException if the result is longer than an array can be
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
