package dev.provelet.guest.translate;

import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.CodeSpace;

/** What the steps of one translation share. */
record TranslationContext(
    ProgramText text,
    CodeSpace space,
    Placements placements,
    TargetLabels labels,
    PatternLocations patterns) {
  TranslationContext(ProgramText text, CodeSpace space) {
    this(text, space, new Placements(), new TargetLabels(), new PatternLocations());
  }

  /**
   * Puts a jump to an instruction's code out of line at the instruction's own address.
   *
   * @param size about how many instructions it needs out of line
   */
  void moveOutOfLine(int at, int size) {
    Code code = new Code();
    patterns.note(CodePattern.JUMP_OUT_OF_LINE, code);
    space.place(at, code.jump(labels.of(at)));
    placements.outOfLine(at, size);
  }

  /** Appends the delay slot of the branch at an address, then a jump to the branch's target. */
  void slotThenJump(int at, int target, Code code) {
    text.appendSlot(at + 4, code);
    code.origin(at).jump(labels.of(target));
  }
}
