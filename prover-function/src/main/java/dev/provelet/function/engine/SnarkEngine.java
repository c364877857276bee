package dev.provelet.function.engine;

import dev.provelet.engine.SnarkBinary;
import java.util.Optional;

/**
 * What makes on-chain proofs here, if anything does.
 *
 * @param whyNot words for an operator where nothing does
 */
public record SnarkEngine(Optional<SnarkBinary> binary, String whyNot) {}
