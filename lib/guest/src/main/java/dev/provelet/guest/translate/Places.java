package dev.provelet.guest.translate;

import java.util.BitSet;

/** What stands in the words' own places. Sets are by number of the word, address / 4. */
final class Places {
  private final BitSet controls = new BitSet();
  private final BitSet away = new BitSet();
  private final BitSet fixed = new BitSet();
  private final BitSet swapped = new BitSet();
  private final BitSet alone = new BitSet();
  private final BitSet copiedAlone = new BitSet();
  private int sizeAway;

  /** There is a branch or jump. */
  void control(int at) {
    controls.set(at >>> 2);
  }

  /**
   * There is a jump to the tail.
   *
   * @param size about so many instructions are needed there
   */
  void away(int at, int size) {
    away.set(at >>> 2);
    sizeAway += size;
  }

  /** There is a branch that is worth no copy: it needs the place, or ends the run. */
  void fixed(int at) {
    fixed.set(at >>> 2);
  }

  /** There is the slot of a branch, which has the next place. */
  void swapped(int at) {
    swapped.set(at >>> 2);
  }

  /** There is a branch that stands for its slot, which does nothing, too. */
  void alone(int at) {
    alone.set(at >>> 2);
  }

  /** In the tail is a branch that stands for its slot, which does nothing, too. */
  void copiedAlone(int at) {
    copiedAlone.set(at >>> 2);
  }

  boolean isControl(int at) {
    return controls.get(at >>> 2);
  }

  /** Whether a word is a slot and nothing else. */
  boolean isSlot(int at) {
    return isControl(at - 4) && !isControl(at);
  }

  boolean isAway(int at) {
    return away.get(at >>> 2);
  }

  BitSet away() {
    return away;
  }

  BitSet fixed() {
    return fixed;
  }

  BitSet controls() {
    return controls;
  }

  BitSet swapped() {
    return swapped;
  }

  BitSet alone() {
    return alone;
  }

  BitSet copiedAlone() {
    return copiedAlone;
  }

  /** About so many instructions are needed in the tail, at least. */
  int sizeAway() {
    return sizeAway;
  }
}
