package dev.provelet.guest.translate;

import dev.provelet.guest.decode.Instruction;
import dev.provelet.guest.decode.Instruction.Control;
import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.elf.TextRange;
import dev.provelet.guest.floats.FloatLibrary;
import dev.provelet.guest.lower.FloatUnit;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.CodeSpace;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Op;
import java.util.BitSet;

/**
 * Translates the text of an ELF. An instruction keeps its address: what becomes one OpenVM
 * instruction stands in its place, what becomes several stands in the tail and a jump to it in its
 * place. Delay slots: {@link Branches}.
 */
public final class Translator {
  /** How far apart instructions may be to share a stay in the tail: less than two jumps cost. */
  private static final int LOOK_AHEAD = 4;

  private final Text text;
  private final CodeSpace space;
  private final Branches branches;

  /** Words, by number, whose code lies in a run of the tail that began before them. */
  private final BitSet inRun = new BitSet();

  private int words;
  private int untranslated;
  private int runs;

  private Translator(Text text, CodeSpace space) {
    this.text = text;
    this.space = space;
    this.branches = new Branches(text, space);
  }

  /**
   * Translates all of the text; the kernel is yet to be appended.
   *
   * @param tailStart where code begins that has no place in the text
   */
  public static Translation translate(ElfFile elf, int tailStart) {
    FloatUnit unit = new FloatUnit(elf.wideFloats());
    Text text = new Text(elf, unit);
    CodeSpace space = new CodeSpace(tailStart);
    if (text.computing() > 0) {
      FloatLibrary.append(unit, space);
    }
    Translator translator = new Translator(text, space);
    text.ranges().forEach(range -> space.addRegion(range.start(), range.words()));
    text.ranges().forEach(translator::translate);
    return new Translation(
        space,
        new Origins(translator.branches, space),
        translator.words,
        translator.runs + translator.branches.detours(),
        translator.untranslated,
        text.computing());
  }

  private void translate(TextRange range) {
    words += range.words();
    int at = range.start();
    while (at < range.end()) {
      switch (text.decode(at)) {
        case Control control -> {
          if (branches.translate(control, at)) {
            at += 4;
          }
        }
        case Instruction instruction -> straight(instruction, at);
      }
      at += 4;
    }
  }

  private void straight(Instruction instruction, int at) {
    if (instruction instanceof Instruction.Unknown) {
      untranslated++;
    }
    if (inRun.get(at >>> 2)) {
      return;
    }
    Code code = text.lower(at);
    if (code.ops().size() == 1) {
      space.place(at, code);
    } else {
      appendRun(at);
    }
  }

  /**
   * Appends the code of the instruction at an address and of those after it, as long as there is
   * one of several instructions among the next few: a stay in the tail costs two jumps. What is of
   * one instruction only stands in its own place as well.
   */
  private void appendRun(int start) {
    runs++;
    Code run = new Code();
    int at = start;
    int end = start + 4;
    while (at < end) {
      if (text.lower(at).ops().size() > 1) {
        inRun.set(at >>> 2);
        space.place(at, new Code().op(new Op.Jump(0, run.here())));
        end = endOfRun(at);
      }
      text.append(at, run);
      at += 4;
    }
    space.append(run.jump(Label.at(at)));
  }

  /** The address after the next instruction of several, if it is near, or after this one. */
  private int endOfRun(int at) {
    for (int next = at + 4; next <= at + 4 * LOOK_AHEAD; next += 4) {
      if (!text.holds(next) || !isPlain(text.decode(next))) {
        break;
      }
      if (text.lower(next).ops().size() > 1) {
        return next + 4;
      }
    }
    return at + 4;
  }

  private static boolean isPlain(Instruction instruction) {
    return switch (instruction) {
      case Control _, Instruction.SystemCall _ -> false;
      case Instruction.Unknown _, Instruction.Break _ -> false;
      default -> true;
    };
  }
}
