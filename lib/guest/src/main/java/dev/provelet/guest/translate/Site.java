package dev.provelet.guest.translate;

import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.CodeSpace;

/** What all of a translation works on. */
record Site(Text text, CodeSpace space, Places places, Entries entries, Shapes shapes) {
  Site(Text text, CodeSpace space) {
    this(text, space, new Places(), new Entries(), new Shapes());
  }

  /**
   * Leads from a word's place to its copy in the tail.
   *
   * @param size about so many instructions are needed there
   */
  void away(int at, int size) {
    Code code = new Code();
    shapes.note(Shape.AWAY, code);
    space.place(at, code.jump(entries.of(at)));
    places.away(at, size);
  }

  /** Appends the slot of the branch at an address and a jump to its target. */
  void slotThenJump(int at, int target, Code code) {
    text.appendSlot(at + 4, code);
    code.origin(at).jump(entries.of(target));
  }
}
