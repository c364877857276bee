package dev.provelet.function.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** Shorter times, so that tests need not wait. */
public class ShortHeartbeat implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "provelet.function.heartbeat", "0.05S",
        "provelet.function.http.backoff", "0.01S",
        "provelet.function.http.attempts", "3",
        "provelet.function.scratch", "target/scratch",
        "provelet.function.limits.input", "1M");
  }
}
