package dev.provelet.guest.translate;

import dev.provelet.guest.decode.Instruction.Control;
import dev.provelet.guest.lower.FusedPair;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Op.JumpRegister;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Emits the copies out of line, where an instruction has as much room as it needs. Consecutive
 * words are copied in one piece, with a jump back at its end.
 */
final class OutOfLineEmitter {
  /** How far apart, in words, the instructions of a fused pair may be. */
  private static final int MAX_DISTANCE = 8;

  private final TranslationContext context;
  private final ProgramText text;
  private final OutOfLineBranches branches;

  /** Slots and second instructions of pairs that do not fit in place: they need a copy, too. */
  private final List<Integer> skipped = new ArrayList<>();

  OutOfLineEmitter(TranslationContext context) {
    this.context = context;
    this.text = context.text();
    this.branches = new OutOfLineBranches(context);
  }

  /**
   * Appends copies of words.
   *
   * @param chosen the words, by number
   */
  void append(BitSet chosen) {
    int at = 4 * chosen.nextSetBit(0);
    while (at >= 0) {
      at = 4 * chosen.nextSetBit(appendPiece(at, chosen) >>> 2);
    }
    skipped.forEach(this::appendSingle);
  }

  /**
   * @return the address after the last word copied
   */
  private int appendPiece(int start, BitSet chosen) {
    Code code = new Code();
    context.patterns().note(CodePattern.OUT_OF_LINE_ENTRY, code);
    int at = start;
    boolean goesOn = true;
    while (chosen.get(at >>> 2)) {
      code.bind(context.labels().of(at));
      if (context.placements().isControl(at)) {
        goesOn = branches.append((Control) text.decode(at), at, code);
        at += 4;
        if (context.placements().isSlot(at)) {
          skip(at);
          at += 4;
        }
      } else {
        goesOn = true;
        at = appendStraight(at, chosen, code);
      }
    }
    if (goesOn) {
      jumpBack(at, code);
    }
    context.space().append(code);
    return at;
  }

  /**
   * @return the address of the next instruction to copy
   */
  private int appendStraight(int at, BitSet chosen, Code code) {
    int second = at + 4;
    while (context.placements().isOutOfLine(at)
        && second <= at + 4 * MAX_DISTANCE
        && chosen.get(second >>> 2)
        && mayBeSecond(second)) {
      Optional<FusedPair> pair = text.fuse(at, second);
      if (pair.isPresent()) {
        return appendFused(pair.get(), at, second, code);
      }
      second += 4;
    }
    text.append(at, code);
    return at + 4;
  }

  private boolean mayBeSecond(int at) {
    return !context.placements().isControl(at) && !text.isTarget(at);
  }

  /** A fused pair and what is between, or the first alone if what is between forbids fusing. */
  private int appendFused(FusedPair pair, int at, int second, Code code) {
    for (int between = at + 4; between < second; between += 4) {
      Code other = text.lower(between);
      boolean simple = other.ops().size() == 1 && !(other.ops().getFirst() instanceof JumpRegister);
      int carried = pair.carried();
      if (!simple || carried == 0 || other.reads(carried) || other.writes(carried)) {
        text.append(at, code);
        return at + 4;
      }
    }
    context.patterns().note(patternOf(pair), code);
    pair.first(code.begin(at));
    for (int between = at + 4; between < second; between += 4) {
      text.append(between, code);
    }
    pair.second(code.begin(second));
    skip(second);
    return second + 4;
  }

  private static CodePattern patternOf(FusedPair pair) {
    return switch (pair) {
      case FusedPair.ScaledField _ -> CodePattern.FUSED_SCALED_FIELD;
      case FusedPair.GuardedDivision _ -> CodePattern.FUSED_GUARDED_DIVISION;
      case FusedPair.ReversedBytes _ -> CodePattern.FUSED_REVERSED_BYTES;
      case FusedPair.UnalignedLoad _ -> CodePattern.FUSED_UNALIGNED_LOAD;
      case FusedPair.UnalignedStore _ -> CodePattern.FUSED_UNALIGNED_STORE;
    };
  }

  private void skip(int at) {
    if (context.placements().isOutOfLine(at)) {
      skipped.add(at);
    }
  }

  private void appendSingle(int at) {
    Code code = new Code();
    context.patterns().note(CodePattern.SINGLE_INSTRUCTION, code);
    code.bind(context.labels().of(at));
    text.append(at, code);
    jumpBack(at + 4, code);
    context.space().append(code);
  }

  private void jumpBack(int to, Code code) {
    context.patterns().note(CodePattern.JUMP_BACK, code);
    code.jump(context.labels().of(to));
  }
}
