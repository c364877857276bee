package dev.provelet.cli.client;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A program, its inputs and how far to prove it: what {@code prove} sends to a stage API.
 *
 * @param segmentLogHeight log2 of a segment's tallest trace; 0: the platform's choice
 */
public record ProveRequest(
    Path program,
    Optional<Path> stdin,
    Optional<Path> publicInput,
    ProveTarget target,
    int segmentLogHeight) {}
