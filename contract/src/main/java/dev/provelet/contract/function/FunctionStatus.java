package dev.provelet.contract.function;

import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/status} of a function.
 *
 * @param state idle or computing
 * @param task what it computes, {@code {proof id}/{task name}}
 * @param step the step's name
 * @param deviceClass {@code cpu} or {@code gpu}
 * @param totalMemory bytes
 * @param freeMemory bytes that can be had without swapping
 */
public record FunctionStatus(
    State state,
    @Nullable String task,
    @Nullable String step,
    String prover,
    String deviceClass,
    int cores,
    long totalMemory,
    long freeMemory,
    String engineVersion,
    String cpuLevel) {

  public enum State {
    IDLE,
    COMPUTING
  }
}
