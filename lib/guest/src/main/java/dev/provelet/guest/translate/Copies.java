package dev.provelet.guest.translate;

import dev.provelet.guest.decode.Instruction.Control;
import dev.provelet.guest.lower.FusedPair;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Op.JumpRegister;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Puts stretches of the text into the tail, where an instruction has as much room as it needs. */
final class Copies {
  /** How far apart, in words, the instructions of a pair may be. */
  private static final int APART = 8;

  private final Site site;
  private final Text text;
  private final CopiedBranches branches;

  /** Slots and seconds of pairs that are needed by themselves. */
  private final List<Integer> passed = new ArrayList<>();

  Copies(Site site) {
    this.site = site;
    this.text = site.text();
    this.branches = new CopiedBranches(site);
  }

  /**
   * Appends copies of words.
   *
   * @param chosen the words, by number
   */
  void append(BitSet chosen) {
    int at = 4 * chosen.nextSetBit(0);
    while (at >= 0) {
      at = 4 * chosen.nextSetBit(appendStretch(at, chosen) >>> 2);
    }
    passed.forEach(this::appendLone);
  }

  /**
   * @return where the stretch ends
   */
  private int appendStretch(int start, BitSet chosen) {
    Code code = new Code();
    site.shapes().note(Shape.STRETCH, code);
    int at = start;
    boolean goesOn = true;
    while (chosen.get(at >>> 2)) {
      code.bind(site.entries().of(at));
      if (site.places().isControl(at)) {
        goesOn = branches.append((Control) text.decode(at), at, code);
        at += 4;
        if (site.places().isSlot(at)) {
          pass(at);
          at += 4;
        }
      } else {
        goesOn = true;
        at = appendStraight(at, chosen, code);
      }
    }
    if (goesOn) {
      goBack(at, code);
    }
    site.space().append(code);
    return at;
  }

  /**
   * @return the next instruction's address
   */
  private int appendStraight(int at, BitSet chosen, Code code) {
    int second = at + 4;
    while (site.places().isAway(at)
        && second <= at + 4 * APART
        && chosen.get(second >>> 2)
        && isInside(second)) {
      Optional<FusedPair> pair = text.pair(at, second);
      if (pair.isPresent()) {
        return appendPair(pair.get(), at, second, code);
      }
      second += 4;
    }
    text.append(at, code);
    return at + 4;
  }

  private boolean isInside(int at) {
    return !site.places().isControl(at) && !text.isTarget(at);
  }

  /** The pair and what is between, or the first alone if the two stand in each other's way. */
  private int appendPair(FusedPair pair, int at, int second, Code code) {
    for (int between = at + 4; between < second; between += 4) {
      Code other = text.lower(between);
      boolean passes = other.ops().size() == 1 && !(other.ops().getFirst() instanceof JumpRegister);
      int kept = pair.carried();
      if (!passes || kept == 0 || other.reads(kept) || other.writes(kept)) {
        text.append(at, code);
        return at + 4;
      }
    }
    site.shapes().note(shape(pair), code);
    pair.first(code.begin(at));
    for (int between = at + 4; between < second; between += 4) {
      text.append(between, code);
    }
    pair.second(code.begin(second));
    pass(second);
    return second + 4;
  }

  private static Shape shape(FusedPair pair) {
    return switch (pair) {
      case FusedPair.ScaledField _ -> Shape.PAIR_FIELD;
      case FusedPair.GuardedDivision _ -> Shape.PAIR_DIVISION;
      case FusedPair.ReversedBytes _ -> Shape.PAIR_BYTES;
      case FusedPair.UnalignedLoad _ -> Shape.PAIR_LOAD;
      case FusedPair.UnalignedStore _ -> Shape.PAIR_STORE;
    };
  }

  private void pass(int at) {
    if (site.places().isAway(at)) {
      passed.add(at);
    }
  }

  private void appendLone(int at) {
    Code code = new Code();
    site.shapes().note(Shape.LONE, code);
    code.bind(site.entries().of(at));
    text.append(at, code);
    goBack(at + 4, code);
    site.space().append(code);
  }

  private void goBack(int to, Code code) {
    site.shapes().note(Shape.BACK, code);
    code.jump(site.entries().of(to));
  }
}
