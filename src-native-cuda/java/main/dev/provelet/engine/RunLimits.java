package dev.provelet.engine;

/**
 * The bounds of a run; 0 means none, or the engine's choice.
 *
 * @param maxStderrBytes what is beyond is dropped
 * @param segmentLogHeight log2 of the tallest trace of a segment, 14 to 22
 */
public record RunLimits(
    long maxInstructions, long maxOutputBytes, long maxStderrBytes, int segmentLogHeight) {

  public static final RunLimits NONE = new RunLimits(0, 0, 0, 0);
}
