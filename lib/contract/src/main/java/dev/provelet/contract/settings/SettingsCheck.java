package dev.provelet.contract.settings;

import dev.provelet.contract.capability.CapabilityKeys;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Collects which of a service's settings cannot work or are not safe. Each fault names its setting
 * and says what would be right; none repeats a secret.
 */
public final class SettingsCheck {
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  /** No array is longer. */
  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8L;

  private final String prefix;
  private final List<String> faults = new ArrayList<>();

  /**
   * @param prefix of all settings, as {@code provelet.stage}
   */
  public SettingsCheck(String prefix) {
    this.prefix = prefix;
  }

  /** What is wrong; empty if nothing is. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  /**
   * Throws if there is a fault.
   *
   * @param refusal makes the exception of the message, which has all faults
   */
  public void refuse(Function<String, RuntimeException> refusal) {
    if (!faults.isEmpty()) {
      throw refusal.apply("these settings are refused:\n  " + String.join("\n  ", faults));
    }
  }

  /**
   * Has the setting's value a property?
   *
   * @param setting without the prefix
   * @param expected what would be right
   */
  public void require(boolean right, String setting, String expected) {
    if (!right) {
      faults.add(prefix + "." + setting + ": " + expected);
    }
  }

  public void requireBetween(String setting, long value, long least, long most) {
    require(
        value >= least && value <= most, setting, "%d to %d, not %d".formatted(least, most, value));
  }

  /** Is it a size, in bytes, of what is held in memory in one piece? */
  public void requireArraySize(String setting, long size) {
    require(size >= 1 && size <= LARGEST_ARRAY, setting, "1 byte to 2 GiB, not " + size + " bytes");
  }

  public void requirePositive(String setting, Duration value) {
    require(value.isPositive(), setting, "longer than 0, not " + value);
  }

  public void requireNotNegative(String setting, Duration value) {
    require(!value.isNegative(), setting, "not negative, as " + value + " is");
  }

  public void requireHttpUrl(String setting, URI url) {
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    require(
        http && url.getHost() != null,
        setting,
        "an absolute http or https URL such as http://127.0.0.1:8092, not '" + url + "'");
  }

  public void requireBucket(String setting, String name) {
    require(
        BUCKET.matcher(name).matches(),
        setting,
        "a bucket's name has 3 to 63 lower-case letters, digits, '.' and '-'; '"
            + name
            + "' is none");
  }

  public void requireCapabilityKeys(String setting, Optional<Secret> keys) {
    if (keys.isEmpty()) {
      require(
          false,
          setting,
          "missing; write id:secret, the secret made by 'openssl rand -base64 32'. Stage and file"
              + " server have the same");
      return;
    }
    try {
      var _ = CapabilityKeys.parse(keys.get());
    } catch (IllegalArgumentException e) {
      require(false, setting, String.valueOf(e.getMessage()));
    }
  }
}
