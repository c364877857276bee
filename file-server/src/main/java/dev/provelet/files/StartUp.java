package dev.provelet.files;

import dev.provelet.contract.capability.CapabilityKeys;
import dev.provelet.contract.capability.CapabilityUrls;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.regex.Pattern;

/** Refuses to start on settings that cannot work or are unsafe, in words that repeat no secret. */
@Singleton
class StartUp {
  /** What S3 allows a presigned URL. */
  private static final Duration LONGEST_PRESIGN = Duration.ofDays(7);

  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  void check(@Observes StartupEvent started, FileServerConfig config, CapabilityUrls urls) {
    checkSettings(config);
  }

  static void checkSettings(FileServerConfig config) {
    if (!BUCKET.matcher(config.bucket()).matches()) {
      throw new ConfigurationException(
          "provelet.files.bucket: '"
              + config.bucket()
              + "' is no bucket name: 3 to 63 lower-case letters, digits, '.' and '-'");
    }
    Duration validity = config.presignValidity();
    if (validity.compareTo(Duration.ofSeconds(1)) < 0 || validity.compareTo(LONGEST_PRESIGN) > 0) {
      throw new ConfigurationException(
          "provelet.files.presign-validity: " + validity + " is not between 1 second and 7 days");
    }
    if (config.maxPutSize().asLongValue() < 1) {
      throw new ConfigurationException("provelet.files.max-put-size: at least 1 byte");
    }
    requireHttp("provelet.files.public-url", config.publicUrl());
    config.presignEndpoint().ifPresent(url -> requireHttp("provelet.files.presign-endpoint", url));
  }

  private static void requireHttp(String key, URI url) {
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http || url.getHost() == null) {
      throw new ConfigurationException(
          key + ": '" + url + "' is no absolute http or https URL such as https://files.example");
    }
  }

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  CapabilityUrls capabilityUrls(FileServerConfig config, Clock clock) {
    String keys = config.capabilityKeys().get();
    try {
      return new CapabilityUrls(CapabilityKeys.parse(keys), clock);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("provelet.files.capability-keys: " + e.getMessage());
    }
  }
}
