package dev.provelet.engine;

/**
 * The bounds of a run; 0 means none, or the engine's choice.
 *
 * @param maxOutputBytes the sum over descriptors 1 and 13
 * @param maxStderrBytes the sum over all others; what is beyond is dropped
 * @param segmentLogHeight log2 of the tallest trace of a segment, within {@link EngineBounds}
 */
public record RunLimits(
    long maxInstructions, long maxOutputBytes, long maxStderrBytes, int segmentLogHeight) {

  public static final RunLimits NONE = new RunLimits(0, 0, 0, 0);
}
