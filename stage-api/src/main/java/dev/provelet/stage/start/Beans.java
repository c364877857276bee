package dev.provelet.stage.start;

import dev.provelet.contract.capability.CapabilityKeys;
import dev.provelet.contract.capability.CapabilityUrls;
import dev.provelet.stage.StageConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Makes what is not the stage's own. */
final class Beans {

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
