package dev.provelet.guest.harness;

import dev.provelet.guest.MachineExit;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param stdout what went to descriptor 1
 * @param values what went to descriptor 13
 * @param notes how often each number was noted
 * @param counts how often each pc was reached
 * @param extent the address after the last page in use
 */
public record Run(
    MachineExit end,
    Bytes stdout,
    Bytes values,
    Bytes diagnostics,
    Bytes publicValues,
    Map<Long, Long> notes,
    Map<Integer, Long> counts,
    int extent) {

  /** Bytes that compare by value. */
  public static final class Bytes {
    private final byte[] bytes;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    public byte[] bytes() {
      return bytes.clone();
    }

    Bytes with(Bytes more) {
      byte[] joined = Arrays.copyOf(bytes, bytes.length + more.bytes.length);
      System.arraycopy(more.bytes, 0, joined, bytes.length, more.bytes.length);
      return new Bytes(joined);
    }

    public String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
