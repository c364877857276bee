package dev.provelet.function.status;

import dev.provelet.engine.EngineDescription;
import dev.provelet.engine.OpenedEngine;
import dev.provelet.function.engine.DeviceHealth;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the library is loaded and has said what it is, until its device is lost. */
@Readiness
@ApplicationScoped
class EngineReadiness implements HealthCheck {
  private final OpenedEngine opened;
  private final DeviceHealth device;

  @Inject
  EngineReadiness(OpenedEngine opened, DeviceHealth device) {
    this.opened = opened;
    this.device = device;
  }

  @Override
  public HealthCheckResponse call() {
    EngineDescription description = opened.engine().describe();
    Optional<String> lost = device.whyLost();
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("engine")
            .status(lost.isEmpty())
            .withData("engineVersion", description.engineVersion())
            .withData("cpuLevel", description.cpuLevel())
            .withData("backend", description.backend());
    description.device().ifPresent(gpu -> response.withData("device", gpu.name()));
    opened.noGpu().ifPresent(noGpu -> response.withData("noGpu", noGpu.why()));
    lost.ifPresent(why -> response.withData("lost", why));
    return response.build();
  }
}
