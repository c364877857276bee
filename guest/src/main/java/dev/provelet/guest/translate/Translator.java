package dev.provelet.guest.translate;

import dev.provelet.guest.decode.Instruction;
import dev.provelet.guest.decode.Instruction.Control;
import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.elf.TextRange;
import dev.provelet.guest.lower.Lowering;
import dev.provelet.guest.lower.Registers;
import dev.provelet.guest.lower.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.CodeSpace;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Op;
import dev.provelet.guest.translate.Transfer.Conditional;
import dev.provelet.guest.translate.Transfer.Direct;
import dev.provelet.guest.translate.Transfer.Indirect;
import java.util.BitSet;

/**
 * Translates the executable words of an ELF. An instruction keeps its address: what becomes one
 * OpenVM instruction stands in its place, what becomes several stands in the tail and a jump to it
 * in its place.
 *
 * <p>OpenVM has no delay slots. A branch and its slot swap places where that changes nothing; the
 * return address, two words on, then comes out right by itself. Otherwise:
 *
 * <ul>
 *   <li>a branch whose slot does nothing stands alone;
 *   <li>a conditional branch goes to a copy of its slot in the tail, which jumps on to the target,
 *       while the slot in its own place serves the branch that is not taken;
 *   <li>a jump goes to the tail, where target, return address, slot and jump follow one another.
 * </ul>
 */
public final class Translator {
  private final Text text;
  private final CodeSpace space;
  private final BitSet swapped = new BitSet();
  private int words;
  private int untranslated;
  private int stubs;

  private Translator(Text text, CodeSpace space) {
    this.text = text;
    this.space = space;
  }

  /**
   * Translates all of the text; the kernel is yet to be appended.
   *
   * @param tailStart where code begins that has no place in the text
   */
  public static Translation translate(ElfFile elf, int tailStart) {
    Text text = new Text(elf);
    CodeSpace space = new CodeSpace(tailStart);
    Translator translator = new Translator(text, space);
    text.ranges().forEach(range -> space.addRegion(range.start(), range.words()));
    text.ranges().forEach(translator::translate);
    return new Translation(
        space,
        new Origins(translator.swapped, space),
        translator.words,
        translator.stubs,
        translator.untranslated);
  }

  private void translate(TextRange range) {
    int at = range.start();
    while (at < range.end()) {
      words++;
      switch (text.decode(at)) {
        case Control control -> {
          if (control(control, at)) {
            words++;
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
    Code code = Lowering.of(instruction);
    if (code.ops().size() == 1) {
      space.place(at, code);
    } else {
      code.jump(Label.at(at + 4));
      place(at, new Op.Jump(0, Label.at(append(code, at))));
    }
  }

  private void place(int at, Op op) {
    space.place(at, new Code().op(op));
  }

  private int append(Code code, int origin) {
    stubs++;
    return space.append(code, origin);
  }

  /**
   * @return whether the slot's place was filled too
   */
  private boolean control(Control control, int at) {
    int slotAt = at + 4;
    if (!text.holds(slotAt) || text.decode(slotAt) instanceof Control) {
      place(at, new Op.Terminate(Verdict.BRANCH_IN_SLOT.code()));
      return false;
    }
    Transfer transfer = Transfer.of(control);
    Code slot = Lowering.of(text.decode(slotAt));
    if (isNothing(slot) && transfer.link() == 0) {
      place(at, transfer.op());
      return false;
    }
    if (canSwap(transfer, slot, slotAt)) {
      space.place(at, slot);
      place(slotAt, transfer.op());
      swapped.set(at >>> 2);
      return true;
    }
    return switch (transfer) {
      case Conditional conditional when conditional.link() == 0 -> branch(conditional, at);
      case Conditional conditional -> branchWithLink(conditional, at);
      case Direct direct -> jump(direct, at);
      case Indirect indirect -> jumpRegister(indirect, slot, at);
    };
  }

  private static boolean isNothing(Code code) {
    return code.ops().size() == 1 && code.ops().getFirst() instanceof Op.Nop;
  }

  private boolean canSwap(Transfer transfer, Code slot, int slotAt) {
    if (slot.ops().size() != 1
        || slot.ops().getFirst() instanceof Op.JumpRegister
        || text.isTarget(slotAt)
        || !transfer.isOneInstruction(slotAt)) {
      return false;
    }
    int link = transfer.link();
    for (int register = 1; register < Registers.HI; register++) {
      boolean linked = link == register && (slot.writes(register) || slot.reads(register));
      if (linked || (transfer.reads(register) && slot.writes(register))) {
        return false;
      }
    }
    return true;
  }

  private boolean branch(Conditional branch, int at) {
    int slotAt = at + 4;
    Code taken = new Code();
    Lowering.append(text.decode(slotAt), taken);
    taken.jump(Label.at(branch.target()));
    Label takenAt = Label.at(append(taken, slotAt));
    if (!branch.likely()) {
      place(at, branch.to(takenAt));
      return false;
    }
    if (!text.isTarget(slotAt)) {
      place(at, branch.to(takenAt));
      place(slotAt, new Op.Jump(0, Label.at(at + 8)));
      return true;
    }
    Code decide = new Code().op(branch.to(takenAt)).jump(Label.at(at + 8));
    return detour(decide, at);
  }

  private boolean branchWithLink(Conditional branch, int at) {
    Label taken = new Label();
    Code code = new Code().op(branch.to(taken)).constant(branch.link(), at + 8);
    if (!branch.likely()) {
      Lowering.append(text.decode(at + 4), code);
    }
    code.jump(Label.at(at + 8));
    code.bind(taken).constant(branch.link(), at + 8);
    Lowering.append(text.decode(at + 4), code);
    code.jump(Label.at(branch.target()));
    return detour(code, at);
  }

  private boolean jump(Direct jump, int at) {
    Code code = new Code();
    if (jump.link() != 0) {
      code.constant(jump.link(), at + 8);
    }
    Lowering.append(text.decode(at + 4), code);
    return detour(code.jump(Label.at(jump.target())), at);
  }

  private boolean jumpRegister(Indirect jump, Code slot, int at) {
    Code code = new Code();
    boolean kept = jump.link() != jump.register() && !slot.writes(jump.register());
    if (!kept) {
      code.move(Registers.TARGET, jump.register());
    }
    if (jump.link() != 0) {
      code.constant(jump.link(), at + 8);
    }
    Lowering.append(text.decode(at + 4), code);
    return detour(code.jumpTo(kept ? jump.register() : Registers.TARGET), at);
  }

  /** Puts the code of a branch and its slot into the tail. Its slot stays where it is, too. */
  private boolean detour(Code code, int at) {
    place(at, new Op.Jump(0, Label.at(append(code, at + 4))));
    return false;
  }
}
