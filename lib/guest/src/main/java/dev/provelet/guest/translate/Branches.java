package dev.provelet.guest.translate;

import dev.provelet.guest.decode.Instruction.Control;
import dev.provelet.guest.decode.Instruction.FloatBranch;
import dev.provelet.guest.lower.ControlTransfer;
import dev.provelet.guest.lower.ControlTransfer.Conditional;
import dev.provelet.guest.lower.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Op;

/**
 * Branches and jumps in their own places, and their delay slots, which OpenVM does not have. A
 * branch and its slot swap places where that changes nothing; the return address, two words on,
 * then comes out right by itself. Otherwise:
 *
 * <ul>
 *   <li>a branch whose slot does nothing stands alone;
 *   <li>a conditional branch goes to a copy of its slot in the tail, which jumps on to the target,
 *       while the slot in its own place serves the branch that is not taken;
 *   <li>what cannot be had so is in the tail: {@link CopiedBranches}.
 * </ul>
 */
final class Branches {
  private final Site site;
  private final Text text;
  private final Places places;

  Branches(Site site) {
    this.site = site;
    this.text = site.text();
    this.places = site.places();
  }

  /**
   * @return whether the slot's place was filled too
   */
  boolean translate(Control control, int at) {
    int slotAt = at + 4;
    places.control(at);
    ControlTransfer transfer = text.transfer(control);
    if (text.hasNoSlot(at)) {
      return transfer.annulsSlot() ? away(at, 3) : end(at);
    }
    Code slot = text.lower(slotAt);
    int size = slot.ops().size();
    if (control instanceof FloatBranch branch && branch.code() != 0) {
      return away(at, 2 * size + 4);
    }
    if (Slots.isNothing(slot) && transfer.link() == 0) {
      place(Shape.ALONE, at, Slots.leadingTo(transfer, site.entries()));
      if (!text.isTarget(slotAt) && !transfer.annulsSlot()) {
        places.alone(at);
      }
      return false;
    }
    if (canSwap(transfer, slot, slotAt)) {
      Code first = new Code();
      site.shapes().note(Shape.SWAPPED, first);
      text.appendSlot(slotAt, first);
      site.space().place(at, first);
      site.space()
          .place(slotAt, new Code().begin(at).op(Slots.leadingTo(transfer, site.entries())));
      places.swapped(at);
      if (transfer.link() != 0) {
        places.fixed(at);
      }
      return true;
    }
    if (transfer instanceof Conditional branch && staysConditional(branch, slot, slotAt)) {
      return branch(branch, at);
    }
    boolean twice = transfer instanceof Conditional && transfer.link() != 0;
    return away(at, twice ? 2 * size + 6 : size + 3);
  }

  private boolean canSwap(ControlTransfer transfer, Code slot, int slotAt) {
    return slot.ops().size() == 1
        && !text.isTarget(slotAt)
        && transfer.isOneInstruction(slotAt)
        && !Slots.readsLink(transfer, slot)
        && !Slots.changes(slot, transfer);
  }

  /** What is not in the way of its branch but long is better off before it, in the tail. */
  private boolean staysConditional(Conditional branch, Code slot, int slotAt) {
    if (branch.link() != 0) {
      return false;
    }
    return branch.likely()
        ? !text.isTarget(slotAt)
        : slot.ops().size() == 1 || Slots.changes(slot, branch);
  }

  private boolean branch(Conditional branch, int at) {
    int slotAt = at + 4;
    boolean earlier = text.repeatsSlot(slotAt, branch.target());
    Label taken = earlier ? site.entries().of(branch.target() - 4) : copyOfSlot(branch, at);
    Shape shape = branch.likely() ? Shape.LIKELY : Shape.APART;
    place(earlier ? Shape.EARLIER : shape, at, branch.to(taken));
    if (!branch.likely()) {
      return false;
    }
    site.space().place(slotAt, new Code().jump(Label.at(at + 8)));
    return true;
  }

  private Label copyOfSlot(Conditional branch, int at) {
    Code code = new Code();
    site.shapes().note(Shape.TAKEN, code);
    site.slotThenJump(at, branch.target(), code);
    return Label.at(site.space().append(code));
  }

  /** A branch whose slot must not be executed, as one in a slot must not. */
  private boolean end(int at) {
    place(Shape.ENDING, at, new Op.Terminate(Verdict.BRANCH_IN_SLOT.code()));
    places.fixed(at);
    return false;
  }

  /** Leads to the tail. The slot stays where it is, too. */
  private boolean away(int at, int size) {
    site.away(at, size);
    return false;
  }

  /** Puts the one instruction that a branch is to its place. */
  private void place(Shape shape, int at, Op op) {
    Code code = new Code();
    site.shapes().note(shape, code);
    site.space().place(at, code.begin(at).op(op));
  }
}
