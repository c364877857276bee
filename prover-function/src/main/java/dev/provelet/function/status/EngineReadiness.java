package dev.provelet.function.status;

import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineDescription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the library is loaded and has said what it is. */
@Readiness
@ApplicationScoped
class EngineReadiness implements HealthCheck {
  private final Engine engine;

  @Inject
  EngineReadiness(Engine engine) {
    this.engine = engine;
  }

  @Override
  public HealthCheckResponse call() {
    EngineDescription description = engine.describe();
    return HealthCheckResponse.named("engine")
        .up()
        .withData("engineVersion", description.engineVersion())
        .withData("cpuLevel", description.cpuLevel())
        .withData("backend", description.backend())
        .build();
  }
}
