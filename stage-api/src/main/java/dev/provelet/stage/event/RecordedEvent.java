package dev.provelet.stage.event;

import java.time.Instant;
import java.util.Set;

/**
 * An event as recorded.
 *
 * @param seq from 1, without gaps within a proof
 * @param data JSON
 */
public record RecordedEvent(long seq, Instant at, String type, String data) {
  private static final Set<String> LAST =
      Set.of("proof-succeeded", "proof-failed", "proof-cancelled");

  /** Whether it is a proof's last. */
  public boolean terminal() {
    return LAST.contains(type);
  }
}
