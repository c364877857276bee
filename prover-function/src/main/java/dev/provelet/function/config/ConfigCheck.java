package dev.provelet.function.config;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Refuses settings with which a function would start and then misbehave. */
public final class ConfigCheck {
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}");
  private static final Pattern AUTHORITY = Pattern.compile("[^\\s/@]+");
  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8L;

  private final List<String> faults = new ArrayList<>();

  private ConfigCheck() {}

  /**
   * @throws ConfigurationException that names every fault and what would be right
   */
  public static void check(FunctionConfig config) {
    ConfigCheck check = new ConfigCheck();
    check.that(
        NAME.matcher(config.name()).matches(),
        "name: 1 to 63 letters, digits, '.', '_' and '-', not '" + config.name() + "'");
    check.that(config.permits() >= 1 && config.permits() <= 64, "permits: 1 to 64");
    check.that(config.programCache() >= 1, "program-cache: at least 1");
    check.that(
        config.heartbeat().isPositive() && config.heartbeat().compareTo(LONGEST_SILENCE) <= 0,
        "heartbeat: above 0 and at most 5S, or callers take this function for dead");
    check.that(!config.shutdownGrace().isNegative(), "shutdown-grace: not negative");
    check.authorities(config.allowedHosts().orElse(Set.of()));
    FunctionConfig.Http http = config.http();
    check.that(http.connectTimeout().isPositive(), "http.connect-timeout: above 0");
    check.that(http.idleTimeout().isPositive(), "http.idle-timeout: above 0");
    check.that(http.attempts() >= 1 && http.attempts() <= 100, "http.attempts: 1 to 100");
    check.that(!http.backoff().isNegative(), "http.backoff: not negative");
    FunctionConfig.Limits limits = config.limits();
    check.size("limits.program", limits.program());
    check.size("limits.input", limits.input());
    check.size("limits.object", limits.object());
    check.size("limits.output", limits.output());
    check.size("limits.stderr", limits.stderr());
    if (!check.faults.isEmpty()) {
      throw new ConfigurationException(
          "this function's settings are refused: provelet.function."
              + String.join("; provelet.function.", check.faults));
    }
  }

  private void size(String key, MemorySize size) {
    long bytes = size.asLongValue();
    that(bytes >= 1 && bytes <= LARGEST_ARRAY, key + ": 1 byte to 2 GiB");
  }

  private void authorities(Set<String> hosts) {
    for (String host : hosts) {
      that(
          AUTHORITY.matcher(host).matches(),
          "allowed-hosts: host or host:port as in a URL, not '" + host + "'");
    }
  }

  private void that(boolean right, String otherwise) {
    if (!right) {
      faults.add(otherwise);
    }
  }
}
