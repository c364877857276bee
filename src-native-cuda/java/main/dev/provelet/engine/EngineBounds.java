package dev.provelet.engine;

/**
 * What an engine takes at most, and of segments also at least.
 *
 * @param lowestSegmentLogHeight the least of {@link RunLimits#segmentLogHeight} but 0
 * @param highestSegmentLogHeight the most of it
 * @param defaultSegmentLogHeight what its 0 means
 * @param programInstructions of a program
 * @param programDataBytes of a program's initial memory
 * @param codeEnd the address at which code ends
 * @param codeSpanBytes from a program's first instruction to its last
 * @param memoryBytes of the guest's memory, which begins at 0
 * @param inputBytes of one input
 */
public record EngineBounds(
    int lowestSegmentLogHeight,
    int highestSegmentLogHeight,
    int defaultSegmentLogHeight,
    int programInstructions,
    int programDataBytes,
    int codeEnd,
    int codeSpanBytes,
    long memoryBytes,
    long inputBytes) {}
