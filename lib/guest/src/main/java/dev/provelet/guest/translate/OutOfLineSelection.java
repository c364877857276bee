package dev.provelet.guest.translate;

import dev.provelet.guest.decode.Instruction.Control;
import dev.provelet.guest.lower.ControlTransfer;
import dev.provelet.guest.lower.ControlTransfer.Conditional;
import dev.provelet.guest.lower.ControlTransfer.Direct;
import dev.provelet.guest.openvm.ProgramWriter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Selects the words that get a copy out of line: those that do not fit in place, and words around
 * them, because going there and back costs two jumps. Best are whole loops, which then run out of
 * line from their second iteration on.
 */
final class OutOfLineSelection {
  /** Words that lie this near are copied together with what is between: two jumps cost more. */
  private static final int NEAR = 4;

  /** How far from a word the ends of its basic block are looked for. */
  private static final int FAR = 48;

  /** Programs with up to this many instructions all cost about the same to prove. */
  private static final int SMALL = 1 << 18;

  /** A program with more instructions than this needs the large machine. */
  private static final int ORDINARY = 1 << 20;

  /** If more than one word in so many is out of line, a longer program pays. */
  private static final int MANY = 64;

  private final ProgramText text;
  private final Placements placements;
  private final BitSet controls;
  private final BitSet words = new BitSet();
  private final List<Loop> loops = new ArrayList<>();

  private record Loop(int start, int end) {
    int words() {
      return end - start;
    }
  }

  /** Loops of more words than this are not copied. */
  private static final int LONGEST = 1024;

  /** How much is copied: whole basic blocks or not, and loops of up to so many words. */
  private record Extent(boolean blocks, int loop) {}

  private static final List<Extent> EXTENTS =
      List.of(
          new Extent(true, LONGEST),
          new Extent(true, 256),
          new Extent(true, 64),
          new Extent(false, 256),
          new Extent(false, 64),
          new Extent(false, 16));

  private OutOfLineSelection(TranslationContext context) {
    this.text = context.text();
    this.placements = context.placements();
    this.controls = placements.controls();
    text.ranges().forEach(range -> words.set(range.start() >>> 2, range.end() >>> 2));
    for (int i = controls.nextSetBit(0); i >= 0; i = controls.nextSetBit(i + 1)) {
      addLoop(i);
    }
  }

  /**
   * Selects as much as fits.
   *
   * @param size of the program, in instructions, without what is copied for speed alone
   * @return word numbers
   */
  static BitSet select(TranslationContext context, int size) {
    OutOfLineSelection selection = new OutOfLineSelection(context);
    BitSet necessary = selection.necessary();
    int needed = size + pieces(necessary);
    for (Extent extent : EXTENTS) {
      BitSet chosen = selection.chosen(necessary, extent);
      if (needed + selection.cost(chosen) - selection.cost(necessary) <= selection.limit(needed)) {
        return chosen;
      }
    }
    return necessary;
  }

  /**
   * The most instructions that the program may have. It is padded to a power of two, and what fills
   * the padding costs nothing to prove. Where many words are out of line, as in big-endian
   * programs, even twice the length pays.
   */
  private int limit(int needed) {
    int padded = Integer.highestOneBit(Math.max(1, needed - 1)) << 1;
    boolean pays = placements.outOfLine().cardinality() > words.cardinality() / MANY;
    int most = needed <= ORDINARY ? ORDINARY : ProgramWriter.MAX_INSTRUCTIONS;
    return Math.min(Math.max(SMALL, pays ? 2 * padded : padded), most);
  }

  private void addLoop(int at) {
    int target =
        switch (text.transfer((Control) text.decode(4 * at))) {
          case Conditional branch when branch.link() == 0 -> branch.target();
          case Direct jump when jump.link() == 0 -> jump.target();
          case ControlTransfer _ -> 4 * at + 4;
        };
    if (target <= 4 * at && text.holds(target)) {
      Loop loop =
          new Loop((target >>> 2) - (text.hasSlotBefore(4 * at + 4, target) ? 1 : 0), at + 2);
      if (loop.words() <= LONGEST
          && !placements.outOfLine().get(loop.start(), loop.end()).isEmpty()) {
        loops.add(loop);
      }
    }
  }

  /** What does not fit in place, and what is between two such words of a block that are near. */
  private BitSet necessary() {
    BitSet chosen = (BitSet) placements.outOfLine().clone();
    int last = -NEAR - 1;
    for (int i = chosen.nextSetBit(0); i >= 0; i = chosen.nextSetBit(i + 1)) {
      if (i - last <= NEAR && firstControl(last, i) == i) {
        chosen.set(last, i);
      }
      last = i;
    }
    chosen.and(words);
    return chosen;
  }

  private BitSet chosen(BitSet necessary, Extent extent) {
    BitSet chosen = (BitSet) necessary.clone();
    if (extent.blocks()) {
      BitSet outOfLine = placements.outOfLine();
      for (int i = outOfLine.nextSetBit(0); i >= 0; i = outOfLine.nextSetBit(i + 1)) {
        chosen.set(beginning(i), i);
        chosen.set(i, end(i));
      }
    }
    for (Loop loop : loops) {
      if (loop.words() <= extent.loop()) {
        chosen.set(loop.start(), loop.end());
      }
    }
    chosen.and(words);
    dropPathsToCalls(chosen);
    return chosen;
  }

  /** The first branch target from which control reaches a word in a straight line, or itself. */
  private int beginning(int word) {
    int at = placements.isSlot(4 * word) ? word - 1 : word;
    int first = at;
    while (word - at <= FAR) {
      if (text.isBranchTarget(4 * at)) {
        first = at;
      }
      at--;
      if (placements.isSlot(4 * at) || controls.get(at)) {
        break;
      }
    }
    return first;
  }

  /**
   * The word after the slot of the branch that ends the block, or after the word if that is far.
   */
  private int end(int word) {
    int limit = word + FAR + 1;
    int at = firstControl(placements.isSlot(4 * word) ? word - 1 : word, limit);
    return at < limit ? at + (placements.isSlot(4 * at + 4) ? 2 : 1) : word + 1;
  }

  /** The first branch or jump from a word on, up to a limit; the limit if there is none. */
  private int firstControl(int from, int limit) {
    int at = from;
    while (at < limit && !controls.get(at)) {
      at++;
    }
    return at;
  }

  /** Leaves in place what leads only to a call: a call is made from its own address anyway. */
  private void dropPathsToCalls(BitSet chosen) {
    BitSet calls = placements.inPlaceOnly();
    for (int call = calls.nextSetBit(0); call >= 0; call = calls.nextSetBit(call + 1)) {
      int at = call;
      while (at >= 0
          && chosen.get(at)
          && !placements.isOutOfLine(4 * at)
          && (at == call || !(controls.get(at) || placements.isSlot(4 * at)))) {
        chosen.clear(at);
        at--;
      }
      if (placements.isSlot(4 * call + 4) && !placements.isOutOfLine(4 * call + 4)) {
        chosen.clear(call + 1);
      }
    }
  }

  /** About how many instructions the copies take. */
  private int cost(BitSet chosen) {
    BitSet branches = (BitSet) chosen.clone();
    branches.and(controls);
    return chosen.cardinality() + branches.cardinality() + pieces(chosen);
  }

  /** How many pieces of consecutive words there are. */
  private static int pieces(BitSet words) {
    int pieces = 0;
    for (int i = words.nextSetBit(0); i >= 0; i = words.nextSetBit(words.nextClearBit(i))) {
      pieces++;
    }
    return pieces;
  }
}
