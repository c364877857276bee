package dev.provelet.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a run ended, as {@code pv_execute} reports it.
 *
 * @param code TERMINATE's verdict, for {@link Outcome#TERMINATED}
 * @param pc where it ended
 * @param detail what happened, for people; or empty
 * @param access what could not be accessed, for {@link Outcome#BAD_ACCESS}
 * @param registers 64
 * @param publicValues 64 bytes as hex digits
 * @param memoryPages 4 KiB pages that are not zero at the end
 * @param memoryTop the address behind the last of them
 * @param split empty if nothing was split
 */
public record ExecutionReport(
    Outcome outcome,
    int code,
    long pc,
    String detail,
    Optional<BadAccess> access,
    long instructions,
    List<Integer> registers,
    String publicValues,
    long outputBytes,
    long stderrBytes,
    List<Note> notes,
    long memoryPages,
    long memoryTop,
    Optional<SplitReport> split) {

  /** What was noted of one kind: numbers and how often. */
  public Map<Long, Long> noted(int kind) {
    Map<Long, Long> counts = new TreeMap<>();
    for (Note note : notes) {
      if (note.kind() == kind) {
        var _ = counts.merge(note.number(), note.count(), Long::sum);
      }
    }
    return counts;
  }

  /** The header's outcomes. */
  public enum Outcome {
    TERMINATED,
    WILD_JUMP,
    BAD_ACCESS,
    INPUT_EXHAUSTED,
    FAULT,
    LIMIT,
    OUTPUT_LIMIT
  }

  /**
   * An access to memory that there could not be.
   *
   * @param address of its first byte, where the machine's memory has it; a big-endian guest's bytes
   *     and halves are elsewhere in their word
   * @param aligned false if the address is not a multiple of what it must be; true if some of the
   *     bytes are outside memory
   */
  public record BadAccess(long address, long bytes, boolean aligned) {}

  /** Something the program's kernel wanted counted. */
  public record Note(int kind, long number, long count) {}
}
