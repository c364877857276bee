package dev.provelet.contract.function;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/status} of a function.
 *
 * @param task what it computes, {@code {proof id}/{task name}}
 * @param step the step's name
 * @param function its name, for people
 * @param deviceClass {@code cpu} or {@code gpu}
 * @param device the GPU; null on a CPU
 * @param noGpu why a function that would take a GPU has none
 * @param totalMemory bytes
 * @param freeMemory bytes that can be had without swapping
 * @param segmentMemory how much of its device's memory (the GPU's, or on a CPU the process's) a
 *     segment takes at most, in bytes by the log2 of its tallest trace; null until it is known
 * @param large whether it takes root, snark and wrap-evm: an operator says so, and there is memory
 *     for one of them; older functions do not say, and do not
 */
public record FunctionStatus(
    State state,
    @Nullable String task,
    @Nullable String step,
    String function,
    String deviceClass,
    @Nullable Device device,
    @Nullable String noGpu,
    int cores,
    long totalMemory,
    long freeMemory,
    @Nullable Map<Integer, Long> segmentMemory,
    String engineVersion,
    String cpuLevel,
    @JsonProperty(value = "large", required = false) @JsonSetter(nulls = Nulls.SET) boolean large) {

  public FunctionStatus {
    segmentMemory =
        segmentMemory == null ? null : Collections.unmodifiableMap(new TreeMap<>(segmentMemory));
  }

  public enum State {
    IDLE,
    COMPUTING,
    /** It takes nothing more; what it computes may still end. */
    ENDING
  }

  /**
   * A GPU.
   *
   * @param memory bytes
   * @param computeLevel what it can do, as in {@code 9.0}
   * @param driver the newest CUDA that its driver knows
   */
  public record Device(String name, long memory, String computeLevel, String driver) {}
}
