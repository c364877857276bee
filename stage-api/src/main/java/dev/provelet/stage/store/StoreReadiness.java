package dev.provelet.stage.store;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready if objects can be stored. The database's readiness is checked by its pool. */
@Readiness
@Singleton
final class StoreReadiness implements HealthCheck {
  private final ObjectStore store;

  @Inject
  StoreReadiness(ObjectStore store) {
    this.store = store;
  }

  @Override
  public HealthCheckResponse call() {
    try {
      store.prepare();
      return HealthCheckResponse.up("object store");
    } catch (StoreUnavailableException _) {
      return HealthCheckResponse.down("object store");
    }
  }
}
