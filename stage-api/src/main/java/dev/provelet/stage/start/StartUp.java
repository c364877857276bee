package dev.provelet.stage.start;

import dev.provelet.contract.capability.CapabilityKeys;
import dev.provelet.stage.StageConfig;
import dev.provelet.stage.store.ObjectStore;
import dev.provelet.stage.store.StoreUnavailableException;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Refuses to start with settings that cannot work or are not safe. */
@Singleton
final class StartUp {
  private static final Logger LOG = Logger.getLogger(StartUp.class);
  private static final int FIRST = 1;
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(3);

  private final StageConfig config;
  private final ObjectStore store;

  @Inject
  StartUp(StageConfig config, ObjectStore store) {
    this.config = config;
    this.store = store;
  }

  void onStart(@Observes @Priority(FIRST) StartupEvent event) {
    List<String> objections = objections(config);
    if (!objections.isEmpty()) {
      throw new IllegalStateException(
          "the stage does not start:\n  " + String.join("\n  ", objections));
    }
    try {
      store.prepare();
    } catch (StoreUnavailableException e) {
      LOG.warnf("the object store is away; not ready until it is back: %s", e.getMessage());
    }
  }

  static List<String> objections(StageConfig config) {
    List<String> objections = new ArrayList<>();
    if (config.capabilityKeys().isEmpty()) {
      objections.add(
          "provelet.stage.capability-keys is missing: id:secret, the secret made by"
              + " 'openssl rand -base64 32', the same as the file server's");
    } else {
      try {
        var _ = CapabilityKeys.parse(config.capabilityKeys().get());
      } catch (IllegalArgumentException e) {
        objections.add("provelet.stage.capability-keys: " + e.getMessage());
      }
    }
    if (config.dispatch().enabled() && config.functions().isEmpty()) {
      objections.add(
          "provelet.stage.functions is empty: set provelet.stage.functions[0].url, or"
              + " provelet.stage.dispatch.enabled=false");
    }
    for (StageConfig.Function function : config.functions()) {
      web("provelet.stage.functions: url", function.url(), objections);
      if (function.slots() < 1) {
        objections.add("provelet.stage.functions: slots is at least 1, not " + function.slots());
      }
    }
    web("provelet.stage.file-server", config.fileServer(), objections);
    web("provelet.stage.public-file-server", config.publicFileServer(), objections);
    if (config.dispatch().lease().compareTo(SHORTEST_LEASE) < 0
        || config.dispatch().lease().compareTo(config.dispatch().silence()) < 0) {
      objections.add(
          "provelet.stage.dispatch.lease is at least "
              + SHORTEST_LEASE.toSeconds()
              + " seconds and not shorter than provelet.stage.dispatch.silence");
    }
    if (config.capabilityValidity().compareTo(config.dispatch().lease()) < 0) {
      objections.add("provelet.stage.capability-validity is shorter than a lease");
    }
    return objections;
  }

  private static void web(String setting, URI uri, List<String> objections) {
    if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
      objections.add(setting + " is an http or https URL such as http://127.0.0.1:8091");
    }
  }
}
