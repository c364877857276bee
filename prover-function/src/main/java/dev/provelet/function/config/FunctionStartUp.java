package dev.provelet.function.config;

import dev.provelet.contract.settings.SettingsCheck;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.ext.web.Router;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/** Refuses to start with settings that cannot work or are not safe. */
final class FunctionStartUp {
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}");
  private static final Pattern AUTHORITY = Pattern.compile("[^\\s/@]+");

  /** The routes' event comes before the start-up's own, and brings the first beans to life. */
  void check(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) Router router,
      FunctionConfig config) {
    check(config).refuse(ConfigurationException::new);
  }

  static SettingsCheck check(FunctionConfig config) {
    SettingsCheck check = new SettingsCheck("provelet.function");
    check.require(
        NAME.matcher(config.name()).matches(),
        "name",
        "1 to 63 letters, digits, '.', '_' and '-', not '" + config.name() + "'");
    check.requireBetween("permits", config.permits(), 1, 64);
    check.requireBetween("program-cache", config.programCache(), 1, Integer.MAX_VALUE);
    check.require(
        config.heartbeat().isPositive() && config.heartbeat().compareTo(LONGEST_SILENCE) <= 0,
        "heartbeat",
        "above 0 and at most 5S, or callers take this function for dead");
    check.requireNotNegative("shutdown-grace", config.shutdownGrace());
    for (String host : config.allowedHosts().orElse(Set.of())) {
      check.require(
          AUTHORITY.matcher(host).matches(),
          "allowed-hosts",
          "host or host:port as in a URL, not '" + host + "'");
    }
    FunctionConfig.Http http = config.http();
    check.requirePositive("http.connect-timeout", http.connectTimeout());
    check.requirePositive("http.idle-timeout", http.idleTimeout());
    check.requireBetween("http.attempts", http.attempts(), 1, 100);
    check.requireNotNegative("http.backoff", http.backoff());
    FunctionConfig.Limits limits = config.limits();
    check.requireArraySize("limits.program", limits.program().asLongValue());
    check.requireArraySize("limits.input", limits.input().asLongValue());
    check.requireArraySize("limits.object", limits.object().asLongValue());
    check.requireArraySize("limits.output", limits.output().asLongValue());
    check.requireArraySize("limits.stderr", limits.stderr().asLongValue());
    check.requireBetween(
        "snark.free-memory", config.snark().freeMemory().asLongValue(), 1, Long.MAX_VALUE);
    return check;
  }
}
