package dev.provelet.guest.machine;

import java.util.Arrays;
import java.util.Optional;

/** What TERMINATE says. The first is the only one that can be proved. */
public enum Verdict {
  /** {@link Registers#DETAIL} has the descriptor of the output that was revealed. */
  SUCCESS(0),
  /** {@link Registers#DETAIL} has the status. */
  EXIT(1),
  UNKNOWN_INSTRUCTION(2),
  /** {@link RoutineRegisters#LINK} has where the routine would return to, if it is one's. */
  FLOAT_EXCEPTION(3),
  BRANCH_IN_SLOT(4),
  BREAK(5),
  TRAP(6),
  OVERFLOW(7),
  /** {@link Registers#DETAIL} has the number of threads. */
  DEADLOCK(8),
  OUT_OF_MEMORY(9),
  /** The program jumped to what runs once, before its first instruction. */
  RESTARTED(10),
  /**
   * {@link Registers#DETAIL} has the address of a page that may not be accessed and was written.
   */
  GUARD_WRITTEN(11),
  /** The public input begins as if it stated arguments, and does not, or they have no room. */
  BAD_ARGUMENTS(12),
  /** {@link Registers#DETAIL} has the signal. */
  STOPPED(13),
  /** A timer of processor time was set. */
  PROCESSOR_TIMER(14),
  /** The clock would go where its 32 bits do not reach, or was asked how long it is until then. */
  CLOCK_END(15),
  /** Ziren's COMMIT was given other words than the digest of the public values. */
  COMMIT_MISMATCH(32),
  /** Ziren's COMMIT_DEFERRED_PROOFS was given words other than zero. */
  DEFERRED_PROOFS(33),
  UNCONSTRAINED(34),
  VERIFIES_PROOF(35),
  /** A write to Ziren's descriptor for hints. */
  HINT_WRITTEN(36),
  /** A write to a descriptor of Ziren's hooks. */
  HOOK(37),
  /** A write to a descriptor that Ziren does not have. */
  UNKNOWN_DESCRIPTOR(38),
  /** stdin holds no more inputs. */
  INPUTS_EXHAUSTED(39),
  /** stdin is no vector of inputs. */
  INPUTS_MALFORMED(40),
  /** A system call of Ziren's that is not served. */
  UNKNOWN_ZIREN_CALL(41),
  /** A system call of Ziren's was given what it does not take. */
  BAD_ZIREN_ARGUMENT(42),
  /** A precompile was given numbers or points for which it has no result. */
  BAD_OPERANDS(43),
  /** Public values went to the descriptor of Ziren's older guests and to that of its newer ones. */
  MIXED_VALUES(44),
  /** A system call of Ziren's in a program whose code does not show that it makes any. */
  NOT_FOR_ZIREN(45);

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
