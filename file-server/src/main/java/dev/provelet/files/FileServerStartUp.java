package dev.provelet.files;

import dev.provelet.contract.settings.SettingsCheck;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Refuses to start with settings that cannot work or are not safe. */
@Singleton
class FileServerStartUp {
  /** What S3 allows a presigned URL. */
  private static final Duration LONGEST_PRESIGN = Duration.ofDays(7);

  private static final Duration SHORTEST_PRESIGN = Duration.ofSeconds(1);

  /** The HTTP server's own limit, in application.properties. */
  private static final long LARGEST_BODY = 1024L << 30;

  void check(@Observes StartupEvent started, FileServerConfig config) {
    check(config).refuse(ConfigurationException::new);
  }

  static SettingsCheck check(FileServerConfig config) {
    SettingsCheck check = new SettingsCheck("provelet.files");
    check.requireCapabilityKeys("capability-keys", config.capabilityKeys());
    check.requireBucket("bucket", config.bucket());
    Duration validity = config.presignValidity();
    check.require(
        validity.compareTo(SHORTEST_PRESIGN) >= 0 && validity.compareTo(LONGEST_PRESIGN) <= 0,
        "presign-validity",
        "1 second to 7 days, not " + validity);
    check.requireBetween("max-put-size", config.maxPutSize().asLongValue(), 1, LARGEST_BODY);
    check.requireNotNegative("readiness-cache", config.readinessCache());
    check.requireHttpUrl("public-url", config.publicUrl());
    config.presignEndpoint().ifPresent(url -> check.requireHttpUrl("presign-endpoint", url));
    return check;
  }
}
