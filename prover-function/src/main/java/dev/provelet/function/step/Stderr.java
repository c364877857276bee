package dev.provelet.function.step;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What a guest writes to its standard error: its first bytes, up to a limit. */
final class Stderr {
  private static final int MAX_SHOWN = 8 << 10;
  private final int limit;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

  Stderr(long limit) {
    this.limit = Math.toIntExact(limit);
  }

  void write(byte[] data) {
    kept.write(data, 0, Math.min(data.length, limit - kept.size()));
  }

  /** Its end as text, for messages: a panic's last lines tell most. */
  String text() {
    byte[] all = kept.toByteArray();
    int from = Math.max(0, all.length - MAX_SHOWN);
    String text = new String(all, from, all.length - from, StandardCharsets.UTF_8);
    return from > 0 ? "…" + text : text;
  }
}
