package dev.provelet.guest.translate;

/** The ways in which translated code differs from one instruction in each word's place. */
public enum Shape {
  /** In its place: a branch or jump whose slot does nothing. */
  ALONE(true),
  /** In its place: one that changed places with its slot. */
  SWAPPED(true),
  /** In its place: a branch to a copy of its slot, which goes on to the target. */
  APART(true),
  /** The same if it is likely: over the slot's place leads a jump. */
  LIKELY(true),
  /** In its place: a branch to what stands before its target, for that is what its slot does. */
  EARLIER(true),
  /** In its place: a jump to a copy in the tail. */
  AWAY(true),
  /** A copy of a slot, for a branch that is taken; it jumps on to the target. */
  TAKEN(true),
  /** A branch in the slot of another, which ends the run. */
  ENDING(false),

  /** The beginning of a stretch of copies. */
  STRETCH(true),
  /** The end of one, which is no jump of the program's: a jump back. */
  BACK(true),
  /** A field and its multiple. */
  PAIR_FIELD(true),
  /** A word's bytes in reverse. */
  PAIR_BYTES(true),
  /** A division and the trap before it that springs if the divisor is 0. */
  PAIR_DIVISION(true),
  /** An unaligned word loaded at once. */
  PAIR_LOAD(true),
  /** An unaligned word stored at once. */
  PAIR_STORE(true),
  /** The copy of a slot, or of the second of a pair, for those who jump there. */
  LONE(true),
  /** A branch or jump whose slot does nothing. */
  COPY_ALONE(true),
  /** The slot, then the branch or jump. */
  COPY_AFTER_SLOT(true),
  /** A branch to a copy of its slot; then the slot. */
  COPY_APART(true),
  /** The same if it is likely: without the slot. */
  COPY_LIKELY(true),
  /** A branch to what stands before its target. */
  COPY_EARLIER(true),
  /** A branch on a condition that has no register of its own. */
  COPY_ON_BIT(true),
  /** A branch that keeps its return address, likely ones included. */
  COPY_LINKING(true),
  /** A call: return address, slot, jump. */
  COPY_CALL(true),
  /** A jump through a register that its slot or return address changes. */
  COPY_MOVED(true),
  /** A jump through a register with a system call in its slot. */
  COPY_SYSTEM_CALL(true),
  /** A likely branch that ends the run if it is taken, for its slot holds another. */
  COPY_ENDING(true);

  private final boolean survivable;

  Shape(boolean survivable) {
    this.survivable = survivable;
  }

  /** Whether a run can go on after it. */
  public boolean survivable() {
    return survivable;
  }
}
