package dev.provelet.guest.translate;

import dev.provelet.guest.decode.Instruction.Control;
import dev.provelet.guest.decode.Instruction.FloatBranch;
import dev.provelet.guest.lower.ControlTransfer;
import dev.provelet.guest.lower.ControlTransfer.Conditional;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Op;

/**
 * Branches and jumps in place, with their delay slots, which OpenVM does not have. A branch and its
 * slot swap places where neither depends on the other; a call then leaves the right return address,
 * for it is two words after the branch. Otherwise:
 *
 * <ul>
 *   <li>a slot that is a no-op is left out;
 *   <li>a conditional branch leads to a copy of its slot out of line, which jumps to the target;
 *       the slot in place is for the branch that is not taken;
 *   <li>everything else is out of line: {@link OutOfLineBranches}.
 * </ul>
 */
final class InPlaceBranches {
  private final TranslationContext context;
  private final ProgramText text;
  private final Placements placements;

  InPlaceBranches(TranslationContext context) {
    this.context = context;
    this.text = context.text();
    this.placements = context.placements();
  }

  /**
   * Places the branch or jump at an address.
   *
   * @return whether the slot has been placed, too
   */
  boolean translate(Control control, int at) {
    int slotAt = at + 4;
    placements.control(at);
    ControlTransfer transfer = text.transfer(control);
    if (text.hasNoSlot(at)) {
      return transfer.annulsSlot() ? moveOutOfLine(at, 3) : end(at);
    }
    Code slot = text.lower(slotAt);
    int size = slot.ops().size();
    if (control instanceof FloatBranch branch && branch.code() != 0) {
      return moveOutOfLine(at, 2 * size + 4);
    }
    if (DelaySlots.isNop(slot) && transfer.link() == 0) {
      place(CodePattern.SLOT_ELIDED, at, DelaySlots.instruction(transfer, context.labels()));
      if (!text.isTarget(slotAt) && !transfer.annulsSlot()) {
        placements.elidedSlot(at);
      }
      return false;
    }
    if (canSwap(transfer, slot, slotAt)) {
      Code first = new Code();
      context.patterns().note(CodePattern.SWAPPED, first);
      text.appendSlot(slotAt, first);
      context.space().place(at, first);
      context
          .space()
          .place(
              slotAt, new Code().begin(at).op(DelaySlots.instruction(transfer, context.labels())));
      placements.swapped(at);
      if (transfer.link() != 0) {
        placements.inPlaceOnly(at);
      }
      return true;
    }
    if (transfer instanceof Conditional branch && copiesSlot(branch, slot, slotAt)) {
      return branch(branch, at);
    }
    boolean twice = transfer instanceof Conditional && transfer.link() != 0;
    return moveOutOfLine(at, twice ? 2 * size + 6 : size + 3);
  }

  private boolean canSwap(ControlTransfer transfer, Code slot, int slotAt) {
    return slot.ops().size() == 1
        && !text.isTarget(slotAt)
        && transfer.isOneInstruction(slotAt)
        && !DelaySlots.usesLink(transfer, slot)
        && !DelaySlots.changes(slot, transfer);
  }

  /**
   * Whether a conditional branch stays in place with its slot copied. A long slot on which the
   * branch does not depend is better put before the branch, out of line.
   */
  private boolean copiesSlot(Conditional branch, Code slot, int slotAt) {
    if (branch.link() != 0) {
      return false;
    }
    return branch.likely()
        ? !text.isTarget(slotAt)
        : slot.ops().size() == 1 || DelaySlots.changes(slot, branch);
  }

  private boolean branch(Conditional branch, int at) {
    int slotAt = at + 4;
    boolean atTarget = text.hasSlotBefore(slotAt, branch.target());
    Label taken = atTarget ? context.labels().of(branch.target() - 4) : copyOfSlot(branch, at);
    CodePattern pattern = branch.likely() ? CodePattern.LIKELY : CodePattern.BRANCH_TO_SLOT;
    place(atTarget ? CodePattern.SLOT_AT_TARGET : pattern, at, branch.to(taken));
    if (!branch.likely()) {
      return false;
    }
    context.space().place(slotAt, new Code().jump(Label.at(at + 8)));
    return true;
  }

  private Label copyOfSlot(Conditional branch, int at) {
    Code code = new Code();
    context.patterns().note(CodePattern.TAKEN_SLOT, code);
    context.slotThenJump(at, branch.target(), code);
    return Label.at(context.space().append(code));
  }

  /** A branch whose slot is no valid one: reaching it ends the run. */
  private boolean end(int at) {
    place(CodePattern.BRANCH_IN_SLOT, at, new Op.Terminate(Verdict.BRANCH_IN_SLOT.code()));
    placements.inPlaceOnly(at);
    return false;
  }

  /** Moves the branch out of line. The slot stays in place, too, for jumps that lead to it. */
  private boolean moveOutOfLine(int at, int size) {
    context.moveOutOfLine(at, size);
    return false;
  }

  /** Puts the one instruction that a branch becomes in place. */
  private void place(CodePattern pattern, int at, Op op) {
    Code code = new Code();
    context.patterns().note(pattern, code);
    context.space().place(at, code.begin(at).op(op));
  }
}
