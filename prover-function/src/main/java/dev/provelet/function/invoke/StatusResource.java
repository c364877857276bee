package dev.provelet.function.invoke;

import dev.provelet.contract.function.FunctionJson;
import dev.provelet.contract.function.FunctionStatus;
import dev.provelet.contract.function.FunctionStatus.State;
import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineDescription;
import dev.provelet.function.config.FunctionConfig;
import dev.provelet.function.status.Memory;
import dev.provelet.function.status.StepMetrics;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** {@code GET /v1/status}: what this function is and whether it computes. */
@Singleton
@Path("/v1/status")
public final class StatusResource {
  private final Attempts attempts;
  private final FunctionConfig config;
  private final EngineDescription engine;
  private final StepMetrics metrics;

  @Inject
  StatusResource(Attempts attempts, FunctionConfig config, Engine engine, StepMetrics metrics) {
    this.attempts = attempts;
    this.config = config;
    this.engine = engine.describe();
    this.metrics = metrics;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public String status() {
    long start = System.nanoTime();
    List<Attempt> running = attempts.running();
    Memory memory = Memory.now();
    FunctionStatus status =
        new FunctionStatus(
            running.isEmpty() ? State.IDLE : State.COMPUTING,
            running.isEmpty() ? null : running.getFirst().invocation().taskId(),
            running.isEmpty() ? null : stepName(running.getFirst()),
            config.name(),
            config.deviceClass().name().toLowerCase(Locale.ROOT),
            Runtime.getRuntime().availableProcessors(),
            memory.total(),
            memory.free(),
            engine.engineVersion(),
            engine.cpuLevel());
    metrics.requested("prover::get_status", Duration.ofNanos(System.nanoTime() - start));
    return FunctionJson.write(status);
  }

  private static String stepName(Attempt attempt) {
    return attempt.invocation().step().getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
