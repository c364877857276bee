package dev.provelet.stage.start;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.settings.SettingsCheck;
import dev.provelet.objectstore.ObjectStore;
import dev.provelet.objectstore.StoreUnavailableException;
import dev.provelet.stage.SnarkConfig;
import dev.provelet.stage.StageConfig;
import dev.provelet.stage.snark.KeySet;
import dev.provelet.stage.snark.KeySetException;
import dev.provelet.stage.snark.KeySets;
import dev.provelet.stage.snark.SnarkSettings;
import dev.provelet.stage.submit.SizeLimits;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Refuses to start with settings that cannot work or are not safe. */
@Singleton
final class StageStartUp {
  private static final Logger LOG = Logger.getLogger(StageStartUp.class);
  private static final int FIRST = 1;
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(3);

  private final StageConfig config;
  private final Config all;
  private final ObjectStore store;
  private final SnarkConfig snark;
  private final KeySets keySets;

  @Inject
  StageStartUp(
      StageConfig config, Config all, ObjectStore store, SnarkConfig snark, KeySets keySets) {
    this.config = config;
    this.all = all;
    this.store = store;
    this.snark = snark;
    this.keySets = keySets;
  }

  void onStart(@Observes @Priority(FIRST) StartupEvent event) {
    check(config, all).refuse(ConfigurationException::new);
    SnarkSettings.check(snark, config, all).refuse(ConfigurationException::new);
    try {
      store.createBucket();
      if (keySets.configured().isPresent()) {
        keySet(keySets.configured().get());
      }
    } catch (StoreUnavailableException e) {
      LOG.warnf("the stage is not ready until the object store is available: %s", e.getMessage());
    }
  }

  private void keySet(Digest id) {
    try {
      KeySet keySet = keySets.read(id);
      SnarkSettings.check(snark, keySet).refuse(ConfigurationException::new);
      LOG.infof(
          "on-chain proofs are made with key set %s, setup %s, for engine %s",
          id, keySet.manifest().setup(), keySet.manifest().engineVersion());
    } catch (KeySetException e) {
      throw new ConfigurationException(SnarkSettings.PREFIX + ".key-set: " + e.getMessage(), e);
    }
  }

  /**
   * @param all of the server's settings
   */
  static SettingsCheck check(StageConfig config, Config all) {
    SettingsCheck check = new SettingsCheck("provelet.stage");
    check.requireCapabilityKeys("capability-keys", config.capabilityKeys());
    check.requireBucket("bucket", config.bucket());
    check.requireNotNegative("readiness-cache", config.readinessCache());
    check.requireHttpUrl("file-server", config.fileServer());
    check.requireHttpUrl("public-file-server", config.publicFileServer());
    functions(check, config);
    StageConfig.Dispatch dispatch = config.dispatch();
    check.require(
        dispatch.lease().compareTo(SHORTEST_LEASE) >= 0
            && dispatch.lease().compareTo(dispatch.silence()) >= 0,
        "dispatch.lease",
        "at least "
            + SHORTEST_LEASE.toSeconds()
            + " seconds, and not shorter than provelet.stage.dispatch.silence");
    check.require(
        dispatch.largeLease().compareTo(dispatch.lease()) >= 0
            && dispatch.largeLease().compareTo(dispatch.largeSilence()) >= 0,
        "dispatch.large-lease",
        "not shorter than provelet.stage.dispatch.lease and provelet.stage.dispatch.large-silence");
    check.require(
        config.capabilityValidity().compareTo(dispatch.largeLease()) >= 0,
        "capability-validity",
        "not shorter than provelet.stage.dispatch.large-lease");
    SizeLimits.check(check, config.limits());
    ServerLimits.check(check, SizeLimits.of(config.limits()), all);
    return check;
  }

  private static void functions(SettingsCheck check, StageConfig config) {
    check.require(
        !config.dispatch().enabled() || !config.functions().isEmpty(),
        "functions",
        "empty; set provelet.stage.functions[0].url, or provelet.stage.dispatch.enabled=false");
    for (int i = 0; i < config.functions().size(); i++) {
      StageConfig.Function function = config.functions().get(i);
      check.requireHttpUrl("functions[" + i + "].url", function.url());
      check.requireBetween("functions[" + i + "].slots", function.slots(), 1, Integer.MAX_VALUE);
    }
  }
}
