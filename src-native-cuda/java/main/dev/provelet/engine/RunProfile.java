package dev.provelet.engine;

import java.util.Map;

/**
 * A run and what it consisted of.
 *
 * @param counts how often each instruction was begun, by its pc; those that are missing never were
 * @param touchedPages 4 KiB pages that instructions read or wrote
 * @param touchedTop the address behind the last of them
 */
public record RunProfile(
    ExecutionReport report, Map<Integer, Long> counts, long touchedPages, long touchedTop) {}
