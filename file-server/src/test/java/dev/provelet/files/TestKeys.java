package dev.provelet.files;

import dev.provelet.contract.capability.CapabilityKeys;
import dev.provelet.contract.capability.CapabilityUrls;
import dev.provelet.contract.settings.Secret;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;

/** Signing keys: the two that the server under test knows, and one that it knew once. */
public final class TestKeys {
  public static final String NEW = key("new", 1);
  public static final String OLD = key("old", 2);
  public static final String DROPPED = key("dropped", 3);

  private TestKeys() {}

  public static CapabilityUrls signedWith(String key, Clock clock) {
    return new CapabilityUrls(CapabilityKeys.parse(Secret.of(key)), clock);
  }

  private static String key(String id, int fill) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) fill);
    return id + ":" + Base64.getEncoder().encodeToString(secret);
  }
}
