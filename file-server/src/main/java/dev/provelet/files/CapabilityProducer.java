package dev.provelet.files;

import dev.provelet.contract.capability.CapabilityKeys;
import dev.provelet.contract.capability.CapabilityUrls;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Makes what checks capabilities, and the clock that it needs. */
final class CapabilityProducer {

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  CapabilityUrls capabilityUrls(FileServerConfig config, Clock clock) {
    return new CapabilityUrls(CapabilityKeys.parse(config.capabilityKeys().orElseThrow()), clock);
  }
}
