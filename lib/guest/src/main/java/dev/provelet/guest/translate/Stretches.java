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
 * Chooses the words that have a copy in the tail: those that do not fit in their places, and their
 * neighbours, because each way there and back costs a jump. Best are whole loops, which then run
 * there from their second round on.
 */
final class Stretches {
  /** How far apart two words may be, at least, to share a stay: less than two jumps cost. */
  private static final int NEAR = 4;

  /** How far from a word its branch may be, or the place where another branch leads. */
  private static final int FAR = 48;

  /** A program with so many instructions or fewer is about as cheap to prove as any. */
  private static final int SMALL = 1 << 18;

  /** A program with more instructions needs a larger machine. */
  private static final int ORDINARY = 1 << 20;

  /** One word of so many. */
  private static final int MANY = 64;

  private final Text text;
  private final Places places;
  private final BitSet controls;
  private final BitSet words = new BitSet();
  private final List<Loop> loops = new ArrayList<>();

  private record Loop(int start, int end) {
    int words() {
      return end - start;
    }
  }

  /** Longer loops are not copied. */
  private static final int LONGEST = 1024;

  /** How much is copied: what belongs to straight code, and loops up to so many words. */
  private record Extent(boolean straight, int loop) {}

  private static final List<Extent> EXTENTS =
      List.of(
          new Extent(true, LONGEST),
          new Extent(true, 256),
          new Extent(true, 64),
          new Extent(false, 256),
          new Extent(false, 64),
          new Extent(false, 16));

  private Stretches(Site site) {
    this.text = site.text();
    this.places = site.places();
    this.controls = places.controls();
    text.ranges().forEach(range -> words.set(range.start() >>> 2, range.end() >>> 2));
    for (int i = controls.nextSetBit(0); i >= 0; i = controls.nextSetBit(i + 1)) {
      addLoop(i);
    }
  }

  /**
   * @param size of the program, in instructions, without what is copied for speed alone
   * @return words by number
   */
  static BitSet choose(Site site, int size) {
    Stretches stretches = new Stretches(site);
    BitSet necessary = stretches.necessary();
    int needed = size + number(necessary);
    for (Extent extent : EXTENTS) {
      BitSet chosen = stretches.chosen(necessary, extent);
      if (needed + stretches.cost(chosen) - stretches.cost(necessary) <= stretches.most(needed)) {
        return chosen;
      }
    }
    return necessary;
  }

  /**
   * A program is padded to a power of two: what fits costs nothing to prove. Where many words do
   * not fit in their places, as in big-endian programs, a longer one pays.
   */
  private int most(int needed) {
    int padded = Integer.highestOneBit(Math.max(1, needed - 1)) << 1;
    boolean pays = places.away().cardinality() > words.cardinality() / MANY;
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
      Loop loop = new Loop((target >>> 2) - (text.repeatsSlot(4 * at + 4, target) ? 1 : 0), at + 2);
      if (loop.words() <= LONGEST && !places.away().get(loop.start(), loop.end()).isEmpty()) {
        loops.add(loop);
      }
    }
  }

  /** What does not fit, and what is between two such words that are near to each other. */
  private BitSet necessary() {
    BitSet chosen = (BitSet) places.away().clone();
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
    if (extent.straight()) {
      BitSet away = places.away();
      for (int i = away.nextSetBit(0); i >= 0; i = away.nextSetBit(i + 1)) {
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
    dropWaysToCalls(chosen);
    return chosen;
  }

  /** The first word from which a branch's target runs into a word, or itself. */
  private int beginning(int word) {
    int at = places.isSlot(4 * word) ? word - 1 : word;
    int first = at;
    while (word - at <= FAR) {
      if (text.isBranchTarget(4 * at)) {
        first = at;
      }
      at--;
      if (places.isSlot(4 * at) || controls.get(at)) {
        break;
      }
    }
    return first;
  }

  /** The word after the next branch's slot, or after the word itself if that is far. */
  private int end(int word) {
    int limit = word + FAR + 1;
    int at = firstControl(places.isSlot(4 * word) ? word - 1 : word, limit);
    return at < limit ? at + (places.isSlot(4 * at + 4) ? 2 : 1) : word + 1;
  }

  /** The first branch or jump from a word on, or the limit: none is looked for beyond. */
  private int firstControl(int from, int limit) {
    int at = from;
    while (at < limit && !controls.get(at)) {
      at++;
    }
    return at;
  }

  /** A call is made from its own place: the way there is as well gone in the words' places. */
  private void dropWaysToCalls(BitSet chosen) {
    BitSet fixed = places.fixed();
    for (int call = fixed.nextSetBit(0); call >= 0; call = fixed.nextSetBit(call + 1)) {
      int at = call;
      while (at >= 0
          && chosen.get(at)
          && !places.isAway(4 * at)
          && (at == call || !(controls.get(at) || places.isSlot(4 * at)))) {
        chosen.clear(at);
        at--;
      }
      if (places.isSlot(4 * call + 4) && !places.isAway(4 * call + 4)) {
        chosen.clear(call + 1);
      }
    }
  }

  /** In instructions, about. */
  private int cost(BitSet chosen) {
    BitSet branches = (BitSet) chosen.clone();
    branches.and(controls);
    return chosen.cardinality() + branches.cardinality() + number(chosen);
  }

  /** How many stretches words make. */
  private static int number(BitSet words) {
    int number = 0;
    for (int i = words.nextSetBit(0); i >= 0; i = words.nextSetBit(words.nextClearBit(i))) {
      number++;
    }
    return number;
  }
}
