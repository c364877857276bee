package dev.provelet.guest.machine;

import dev.provelet.guest.EngineEnd;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param notes how often each number was noted
 * @param counts how often each pc was reached
 * @param extent the address after the last page in use
 */
public record Run(
    EngineEnd end,
    Bytes output,
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

    public String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
