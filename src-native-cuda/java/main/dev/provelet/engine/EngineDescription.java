package dev.provelet.engine;

import java.util.Map;
import java.util.Optional;

/**
 * What the library is.
 *
 * @param engineVersion equal for two engines exactly if they can read each other's segments and
 *     proofs
 * @param cpuLevel {@code x86-64-v3} or {@code x86-64-v4}
 * @param backend {@code cpu} or {@code cuda}
 * @param device the GPU; empty on a CPU
 * @param aggregation how many children a proof of each layer may have
 * @param bounds what it takes
 * @param machines the version that each machine's segments and proofs carry, by its name
 * @param opcodes OpenVM's global opcodes by name
 * @param acceleratedOpcodes those that only the accelerated machine has
 */
public record EngineDescription(
    String engineVersion,
    int abiVersion,
    String cpuLevel,
    String backend,
    int securityBits,
    int appLogStackedHeight,
    Optional<Device> device,
    AggregationArity aggregation,
    EngineBounds bounds,
    Map<String, String> machines,
    Map<String, Integer> opcodes,
    Map<String, Integer> acceleratedOpcodes) {

  /**
   * A GPU.
   *
   * @param memory bytes
   * @param computeLevel what it can do, as in {@code 9.0}
   * @param driver the newest CUDA that the driver knows
   * @param runtime the CUDA that the library was built with
   */
  public record Device(
      String name, long memory, String computeLevel, String driver, String runtime) {}
}
