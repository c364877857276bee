package dev.provelet.contract.capability;

import dev.provelet.contract.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The secrets that sign capabilities: the first signs, all verify, so that a key is rotated by
 * putting the new one in front and dropping the old one once its capabilities have expired.
 *
 * @param keys one or two
 */
public record CapabilityKeys(List<SigningKey> keys) {

  public CapabilityKeys {
    keys = List.copyOf(keys);
    if (keys.isEmpty() || keys.size() > 2) {
      throw new IllegalArgumentException(
          "capability keys: one, or two while rotating; got " + keys.size());
    }
    if (keys.stream().map(SigningKey::id).distinct().count() != keys.size()) {
      throw new IllegalArgumentException("capability keys: two keys share an id");
    }
  }

  /**
   * Reads {@code id:secret[,id:secret]}, each secret Base64 of at least 32 bytes.
   *
   * @throws IllegalArgumentException with words that do not repeat the secret
   */
  public static CapabilityKeys parse(Secret list) {
    return new CapabilityKeys(
        Pattern.compile(",").splitAsStream(list.text().strip()).map(SigningKey::parse).toList());
  }

  SigningKey signing() {
    return keys.getFirst();
  }

  /**
   * One of the keys.
   *
   * @param id names the key in a capability
   * @param secret of at least 32 bytes
   */
  public record SigningKey(String id, Secret secret) {
    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9]{1,16}");
    private static final int MIN_SECRET_BYTES = 32;

    public SigningKey {
      requireId(id);
      if (secret.size() < MIN_SECRET_BYTES) {
        throw new IllegalArgumentException(
            "capability keys: the secret of '"
                + id
                + "' has "
                + secret.size()
                + " bytes; at least "
                + MIN_SECRET_BYTES
                + " are needed (openssl rand -base64 32)");
      }
    }

    private static SigningKey parse(String entry) {
      String[] parts = entry.strip().split(":", 2);
      if (parts.length != 2) {
        throw new IllegalArgumentException(
            "capability keys: write id:base64secret[,id:base64secret]");
      }
      // Before anything is said about the id: with the two swapped it would be the secret.
      requireId(parts[0]);
      byte[] secret;
      try {
        secret = Base64.getDecoder().decode(parts[1].getBytes(StandardCharsets.US_ASCII));
      } catch (IllegalArgumentException _) {
        throw new IllegalArgumentException(
            "capability keys: the secret of '" + parts[0] + "' is not Base64");
      }
      return new SigningKey(parts[0], Secret.of(secret));
    }

    private static void requireId(String id) {
      if (!ID.matcher(id).matches()) {
        throw new IllegalArgumentException("capability keys: an id is 1 to 16 letters or digits");
      }
    }
  }
}
