package dev.provelet.guest;

import java.util.List;

/**
 * How a run ended in the terms of the machine, as the engine reports it; {@link GuestExit} says it
 * in the guest's.
 *
 * @param code TERMINATE's verdict, for {@link Outcome#TERMINATED}
 * @param pc where it ended
 * @param registers 64
 * @param detail what happened, in the engine's words; or empty
 * @param instructions executed
 */
public record MachineExit(
    Outcome outcome, int code, long pc, List<Integer> registers, String detail, long instructions) {

  public MachineExit {
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
