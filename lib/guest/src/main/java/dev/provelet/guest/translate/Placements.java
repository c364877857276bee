package dev.provelet.guest.translate;

import java.util.BitSet;

/**
 * How each word of the text is placed. Sets are by word number, address / 4.
 *
 * <p>In place is an instruction's own address; out of line is the tail.
 */
final class Placements {
  private final BitSet controls = new BitSet();
  private final BitSet outOfLine = new BitSet();
  private final BitSet inPlaceOnly = new BitSet();
  private final BitSet swapped = new BitSet();
  private final BitSet elidedSlot = new BitSet();
  private final BitSet elidedSlotOutOfLine = new BitSet();
  private int outOfLineSize;

  /** The word is a branch or jump. */
  void control(int at) {
    controls.set(at >>> 2);
  }

  /**
   * The word does not fit in place; a jump to its code out of line stands there.
   *
   * @param size about how many instructions it needs out of line
   */
  void outOfLine(int at, int size) {
    outOfLine.set(at >>> 2);
    outOfLineSize += size;
  }

  /** The branch is worth no copy out of line: it needs its own address, or ends the run. */
  void inPlaceOnly(int at) {
    inPlaceOnly.set(at >>> 2);
  }

  /** The branch has changed places with its slot, which is executed first. */
  void swapped(int at) {
    swapped.set(at >>> 2);
  }

  /** The branch's slot is a no-op and left out: executing the branch counts for both. */
  void elidedSlot(int at) {
    elidedSlot.set(at >>> 2);
  }

  /** The same for the branch's copy out of line. */
  void elidedSlotOutOfLine(int at) {
    elidedSlotOutOfLine.set(at >>> 2);
  }

  boolean isControl(int at) {
    return controls.get(at >>> 2);
  }

  /** Whether a word is a delay slot and no branch itself. */
  boolean isSlot(int at) {
    return isControl(at - 4) && !isControl(at);
  }

  boolean isOutOfLine(int at) {
    return outOfLine.get(at >>> 2);
  }

  BitSet outOfLine() {
    return outOfLine;
  }

  BitSet inPlaceOnly() {
    return inPlaceOnly;
  }

  BitSet controls() {
    return controls;
  }

  BitSet swapped() {
    return swapped;
  }

  BitSet elidedSlot() {
    return elidedSlot;
  }

  BitSet elidedSlotOutOfLine() {
    return elidedSlotOutOfLine;
  }

  /** About how many instructions are needed out of line, at least. */
  int outOfLineSize() {
    return outOfLineSize;
  }
}
