package dev.provelet.guest.lower;

import java.util.Arrays;
import java.util.Optional;

/** What TERMINATE says. The first is the only one that can be proved. */
public enum Verdict {
  SUCCESS(0),
  /** {@link Registers#DETAIL} has the status. */
  EXIT(1),
  UNKNOWN_INSTRUCTION(2),
  FLOATING_POINT(3),
  BRANCH_IN_SLOT(4),
  BREAK(5),
  TRAP(6),
  OVERFLOW(7),
  /** {@link Registers#DETAIL} has the number of threads. */
  DEADLOCK(8),
  OUT_OF_MEMORY(9);

  private final int code;

  Verdict(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** The verdict with a code, if there is one. */
  public static Optional<Verdict> of(int code) {
    return Arrays.stream(values()).filter(verdict -> verdict.code == code).findFirst();
  }
}
