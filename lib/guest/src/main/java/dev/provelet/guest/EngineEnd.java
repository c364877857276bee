package dev.provelet.guest;

import java.util.List;

/**
 * How the engine says a run ended; the fields of its report.
 *
 * @param code TERMINATE's verdict, for {@link Outcome#TERMINATED}
 * @param pc where it ended
 * @param registers 64
 * @param detail the engine's words, or empty
 * @param instructions executed
 */
public record EngineEnd(
    Outcome outcome, int code, long pc, List<Integer> registers, String detail, long instructions) {

  public EngineEnd {
    registers = List.copyOf(registers);
    if (registers.size() != 64) {
      throw new IllegalArgumentException("a report has 64 registers, not " + registers.size());
    }
  }

  /** The engine's outcomes, named as in its header. */
  public enum Outcome {
    TERMINATED,
    WILD_JUMP,
    BAD_ACCESS,
    INPUT_EXHAUSTED,
    FAULT,
    LIMIT,
    OUTPUT_LIMIT
  }
}
