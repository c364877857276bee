package dev.provelet.function.invoke;

import dev.provelet.contract.function.FunctionJson;
import dev.provelet.contract.function.FunctionStatus;
import dev.provelet.contract.function.FunctionStatus.Device;
import dev.provelet.contract.function.FunctionStatus.State;
import dev.provelet.engine.EngineDescription;
import dev.provelet.engine.OpenedEngine;
import dev.provelet.engine.OpenedEngine.NoGpu;
import dev.provelet.function.config.FunctionConfig;
import dev.provelet.function.memory.SystemMemory;
import dev.provelet.function.snark.LargeSteps;
import dev.provelet.function.status.SegmentMemory;
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
import java.util.regex.Pattern;

/** {@code GET /v1/status}: what this function is and whether it computes. */
@Singleton
@Path("/v1/status")
public final class StatusResource {
  private static final Pattern WORDS = Pattern.compile("(?<=[a-z])(?=[A-Z])");

  private final InvocationExecutor executor;
  private final FunctionConfig config;
  private final OpenedEngine opened;
  private final SegmentMemory segmentMemory;
  private final LargeSteps large;
  private final StepMetrics metrics;

  @Inject
  StatusResource(
      InvocationExecutor executor,
      FunctionConfig config,
      OpenedEngine opened,
      SegmentMemory segmentMemory,
      LargeSteps large,
      StepMetrics metrics) {
    this.executor = executor;
    this.config = config;
    this.opened = opened;
    this.segmentMemory = segmentMemory;
    this.large = large;
    this.metrics = metrics;
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public String status() {
    long start = System.nanoTime();
    List<AdmittedInvocation> running = executor.running();
    SystemMemory memory = SystemMemory.now();
    EngineDescription engine = opened.engine().describe();
    FunctionStatus status =
        new FunctionStatus(
            state(running),
            running.isEmpty() ? null : running.getFirst().invocation().taskId(),
            running.isEmpty() ? null : stepName(running.getFirst()),
            config.name(),
            engine.backend().equals("cuda") ? "gpu" : "cpu",
            engine.device().map(StatusResource::device).orElse(null),
            opened.noGpu().map(NoGpu::why).orElse(null),
            Runtime.getRuntime().availableProcessors(),
            memory.total(),
            memory.free(),
            segmentMemory.ifKnown().orElse(null),
            engine.engineVersion(),
            engine.cpuLevel(),
            large.taken());
    metrics.requested("prover::get_status", Duration.ofNanos(System.nanoTime() - start));
    return FunctionJson.write(status);
  }

  private State state(List<AdmittedInvocation> running) {
    if (executor.ending().isPresent()) {
      return State.ENDING;
    }
    return running.isEmpty() ? State.IDLE : State.COMPUTING;
  }

  private static Device device(EngineDescription.Device gpu) {
    return new Device(gpu.name(), gpu.memory(), gpu.computeLevel(), gpu.driver());
  }

  private static String stepName(AdmittedInvocation attempt) {
    return WORDS
        .matcher(attempt.invocation().step().getClass().getSimpleName())
        .replaceAll("-")
        .toLowerCase(Locale.ROOT);
  }
}
