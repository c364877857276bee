package dev.provelet.engine;

import java.util.Map;

/**
 * What the library is.
 *
 * @param engineVersion equal for two engines exactly if they can read each other's segments and
 *     proofs
 * @param cpuLevel {@code x86-64-v3} or {@code x86-64-v4}
 * @param backend {@code cpu} or {@code cuda}
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
    Map<String, String> machines,
    Map<String, Integer> opcodes,
    Map<String, Integer> acceleratedOpcodes) {}
