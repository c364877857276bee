package dev.provelet.contract.artifact;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/**
 * A proof's identity. Written in the canonical lower-case form, which is also its part of a key.
 */
public record ProofId(UUID value) {

  /**
   * @throws IllegalArgumentException if {@code text} is not a UUID in its 36-character form
   */
  @JsonCreator
  public static ProofId parse(String text) {
    UUID parsed;
    try {
      parsed = UUID.fromString(text);
    } catch (IllegalArgumentException _) {
      throw notAUuid(text);
    }
    // UUID.fromString also takes short groups such as "1-2-3-4-5".
    if (!parsed.toString().equalsIgnoreCase(text)) {
      throw notAUuid(text);
    }
    return new ProofId(parsed);
  }

  public static ProofId random() {
    return new ProofId(UUID.randomUUID());
  }

  private static IllegalArgumentException notAUuid(String text) {
    String shown = text.length() > 64 ? text.substring(0, 64) + "…" : text;
    return new IllegalArgumentException(
        "'" + shown + "' is no proof id: a UUID such as 3b241101-e2bb-4255-8caf-4136c566a962 is");
  }

  @JsonValue
  @Override
  public String toString() {
    return value.toString();
  }
}
