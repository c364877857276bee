package dev.provelet.cli.client;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is handed in.
 *
 * @param segmentLogHeight log2 of a segment's tallest trace; 0: the platform's choice
 */
public record Submission(
    Path program,
    Optional<Path> stdin,
    Optional<Path> publicInput,
    Target target,
    int segmentLogHeight) {}
