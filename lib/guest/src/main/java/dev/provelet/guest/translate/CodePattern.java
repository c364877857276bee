package dev.provelet.guest.translate;

/**
 * The patterns of translated code other than one OpenVM instruction in place of one MIPS
 * instruction. The conformance guest executes code of each.
 */
public enum CodePattern {
  /** In place: a branch or jump whose slot is a no-op and left out. */
  SLOT_ELIDED(true),
  /** In place: the slot, then its branch. */
  SWAPPED(true),
  /** In place: a branch to a copy of its slot, which goes on to the target. */
  BRANCH_TO_SLOT(true),
  /** In place: the same for a likely branch, with a jump over the slot in the slot's place. */
  LIKELY(true),
  /** In place: a branch to the word before its target, which is the same as its slot. */
  SLOT_AT_TARGET(true),
  /** In place: a jump to a copy out of line. */
  JUMP_OUT_OF_LINE(true),
  /** Out of line: a copy of a slot for the branch that is taken, and a jump to the target. */
  TAKEN_SLOT(true),
  /** In place: a branch with another branch in its slot, which ends the run. */
  BRANCH_IN_SLOT(false),

  /** The beginning of consecutive copies out of line. */
  OUT_OF_LINE_ENTRY(true),
  /** Their end: a jump back, unless a jump of the program's ends them. */
  JUMP_BACK(true),
  /** A bit field and its multiple. */
  FUSED_SCALED_FIELD(true),
  /** A word's bytes in reverse order. */
  FUSED_REVERSED_BYTES(true),
  /** A division and the trap before it that is taken if the divisor is 0. */
  FUSED_GUARDED_DIVISION(true),
  /** An unaligned word loaded at once. */
  FUSED_UNALIGNED_LOAD(true),
  /** An unaligned word stored at once. */
  FUSED_UNALIGNED_STORE(true),
  /** A slot, or the second instruction of a fused pair, by itself for jumps that lead to it. */
  SINGLE_INSTRUCTION(true),
  /** A branch or jump whose slot is a no-op and left out. */
  OUT_OF_LINE_SLOT_ELIDED(true),
  /** The slot, then the branch or jump. */
  OUT_OF_LINE_AFTER_SLOT(true),
  /** A branch to a copy of its slot, then the slot for the branch that is not taken. */
  OUT_OF_LINE_BRANCH_TO_SLOT(true),
  /** The same for a likely branch: no slot follows. */
  OUT_OF_LINE_LIKELY(true),
  /** A branch to the word before its target, which is the same as its slot. */
  OUT_OF_LINE_SLOT_AT_TARGET(true),
  /** A branch on a floating-point condition that has no register of its own. */
  OUT_OF_LINE_CONDITION_BIT(true),
  /** A conditional call: a branch that leaves a return address, likely ones included. */
  OUT_OF_LINE_CONDITIONAL_CALL(true),
  /** A call: return address, slot, jump. */
  OUT_OF_LINE_CALL(true),
  /** A jump through a register that its slot or its return address overwrites. */
  OUT_OF_LINE_SAVED_TARGET(true),
  /** A jump through a register with a system call in its slot. */
  OUT_OF_LINE_SYSTEM_CALL_IN_SLOT(true),
  /** A likely branch with another branch in its slot: the run ends if it is taken. */
  OUT_OF_LINE_BRANCH_IN_SLOT(true);

  private final boolean survivable;

  CodePattern(boolean survivable) {
    this.survivable = survivable;
  }

  /** Whether a run can go on after it. */
  public boolean survivable() {
    return survivable;
  }
}
