package dev.provelet.guest.translate;

import dev.provelet.guest.decode.Instruction;
import dev.provelet.guest.decode.Instruction.Control;
import dev.provelet.guest.decode.Instruction.FloatBranch;
import dev.provelet.guest.lower.FloatConditions;
import dev.provelet.guest.lower.Registers;
import dev.provelet.guest.lower.Transfer;
import dev.provelet.guest.lower.Transfer.Conditional;
import dev.provelet.guest.lower.Transfer.Direct;
import dev.provelet.guest.lower.Transfer.Indirect;
import dev.provelet.guest.lower.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.CodeSpace;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Op;
import java.util.BitSet;

/**
 * Branches and jumps, and their delay slots, which OpenVM does not have. A branch and its slot swap
 * places where that changes nothing; the return address, two words on, then comes out right by
 * itself. Otherwise:
 *
 * <ul>
 *   <li>a branch whose slot does nothing stands alone;
 *   <li>a conditional branch goes to a copy of its slot in the tail, which jumps on to the target,
 *       while the slot in its own place serves the branch that is not taken;
 *   <li>a jump goes to the tail, where target, return address, slot and jump follow one another.
 * </ul>
 */
final class Branches {
  private final Text text;
  private final CodeSpace space;
  private final BitSet swapped = new BitSet();
  private final BitSet alone = new BitSet();
  private int detours;

  Branches(Text text, CodeSpace space) {
    this.text = text;
    this.space = space;
  }

  /** Branches, by number of their word, that changed places with their slot. */
  BitSet swapped() {
    return swapped;
  }

  /** Branches, by number of their word, that stand without the slot that they execute. */
  BitSet alone() {
    return alone;
  }

  /** Pieces of code in the tail. */
  int detours() {
    return detours;
  }

  /**
   * @return whether the slot's place was filled too
   */
  boolean translate(Control control, int at) {
    int slotAt = at + 4;
    Transfer transfer = Transfer.of(control);
    boolean ends = !text.holds(slotAt) || text.decode(slotAt) instanceof Control;
    if (control instanceof FloatBranch branch && branch.code() != 0) {
      return branchOnCode(branch, ends, at);
    }
    if (ends) {
      return end(transfer, at);
    }
    Code slot = text.lower(slotAt);
    if (isNothing(slot) && transfer.link() == 0) {
      place(at, at, transfer.op());
      alone.set(at >>> 2, !text.isTarget(slotAt) && !transfer.skipsSlot());
      return false;
    }
    if (canSwap(transfer, slot, slotAt)) {
      space.place(at, slot);
      place(slotAt, at, transfer.op());
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

  /** A branch whose slot must not be executed, as one in a slot must not. */
  private boolean end(Transfer transfer, int at) {
    Op end = new Op.Terminate(Verdict.BRANCH_IN_SLOT.code());
    if (!(transfer instanceof Conditional branch) || !branch.likely()) {
      place(at, at, end);
      return false;
    }
    Label taken = new Label();
    Code code = new Code().begin(at).op(branch.to(taken));
    if (branch.link() != 0) {
      code.constant(branch.link(), at + 8);
    }
    return detour(code.jump(Label.at(at + 8)).bind(taken).op(end), at);
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
    for (int register = 1; register < Registers.COUNT; register++) {
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
    text.appendSlot(at + 4, taken);
    Label takenAt = Label.at(append(taken.origin(at).jump(Label.at(branch.target()))));
    if (!branch.likely()) {
      place(at, at, branch.to(takenAt));
      return false;
    }
    if (!text.isTarget(slotAt)) {
      place(at, at, branch.to(takenAt));
      space.place(slotAt, new Code().jump(Label.at(at + 8)));
      return true;
    }
    return detour(new Code().begin(at).op(branch.to(takenAt)).jump(Label.at(at + 8)), at);
  }

  /** A condition that has no register of its own takes several instructions to look at. */
  private boolean branchOnCode(FloatBranch branch, boolean ends, int at) {
    Op end = new Op.Terminate(Verdict.BRANCH_IN_SLOT.code());
    if (ends && !branch.likely()) {
      place(at, at, end);
      return false;
    }
    Label taken = new Label();
    Code code = new Code().begin(at);
    FloatConditions.branch(branch.code(), branch.when(), taken, code);
    if (!branch.likely()) {
      text.appendSlot(at + 4, code);
    }
    code.origin(at).jump(Label.at(at + 8)).bind(taken);
    if (ends) {
      return detour(code.op(end), at);
    }
    text.appendSlot(at + 4, code);
    return detour(code.origin(at).jump(Label.at(branch.target())), at);
  }

  private boolean branchWithLink(Conditional branch, int at) {
    Label taken = new Label();
    Code code = new Code().begin(at).op(branch.to(taken)).constant(branch.link(), at + 8);
    if (!branch.likely()) {
      text.appendSlot(at + 4, code);
    }
    code.origin(at).jump(Label.at(at + 8));
    code.bind(taken).constant(branch.link(), at + 8);
    text.appendSlot(at + 4, code);
    return detour(code.origin(at).jump(Label.at(branch.target())), at);
  }

  private boolean jump(Direct jump, int at) {
    Code code = new Code();
    if (jump.link() != 0) {
      code.begin(at).constant(jump.link(), at + 8);
    }
    return detour(withSlot(code, at).jump(Label.at(jump.target())), at);
  }

  private boolean jumpRegister(Indirect jump, Code slot, int at) {
    Code code = new Code();
    // A system call changes more than its code says, and other threads may run before it returns.
    boolean calls = text.decode(at + 4) instanceof Instruction.SystemCall;
    boolean kept = !calls && jump.link() != jump.register() && !slot.writes(jump.register());
    int target = kept ? jump.register() : calls ? Registers.K0 : Registers.TARGET;
    if (!kept || jump.link() != 0) {
      code.begin(at);
    }
    if (!kept) {
      code.move(target, jump.register());
    }
    if (jump.link() != 0) {
      code.constant(jump.link(), at + 8);
    }
    return detour(withSlot(code, at).jumpTo(target), at);
  }

  /**
   * Appends the slot to what a jump has to do before it, which may be nothing; the jump is next.
   */
  private Code withSlot(Code code, int at) {
    boolean begun = !code.ops().isEmpty();
    text.appendSlot(at + 4, code);
    return begun ? code.origin(at) : code.begin(at);
  }

  /** Puts the code of a branch and its slot into the tail. Its slot stays where it is, too. */
  private boolean detour(Code code, int at) {
    space.place(at, new Code().jump(Label.at(append(code))));
    return false;
  }

  /** Puts the one instruction that a branch is to a place. */
  private void place(int place, int branchAt, Op op) {
    space.place(place, new Code().begin(branchAt).op(op));
  }

  private int append(Code code) {
    detours++;
    return space.append(code);
  }
}
