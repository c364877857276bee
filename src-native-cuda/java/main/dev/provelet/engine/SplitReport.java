package dev.provelet.engine;

import dev.provelet.engine.Engine.Machine;
import java.util.Map;

/**
 * What {@code pv_split} adds to a report; numbers are sums over the segments.
 *
 * @param machine that proves them
 * @param heights rows per AIR
 */
public record SplitReport(Machine machine, int segments, Map<String, Long> heights, Work work) {

  /**
   * What the time of proving follows from. Each trace counts as if it had a power of two of rows.
   *
   * @param interactions rows, times the messages that each sends or receives
   * @param fractions the next power of two of a segment's interactions
   */
  public record Work(long cells, long interactions, long fractions) {}
}
