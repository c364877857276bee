package dev.provelet.stage.start;

import dev.provelet.contract.capability.CapabilityKeys;
import dev.provelet.contract.capability.CapabilityUrls;
import dev.provelet.stage.StageConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Makes what signs capabilities, and the clock that it needs. */
final class CapabilityProducer {

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  CapabilityUrls capabilityUrls(StageConfig config, Clock clock) {
    return new CapabilityUrls(CapabilityKeys.parse(config.capabilityKeys().orElseThrow()), clock);
  }
}
