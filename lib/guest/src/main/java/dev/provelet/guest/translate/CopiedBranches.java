package dev.provelet.guest.translate;

import dev.provelet.guest.decode.Instruction.Control;
import dev.provelet.guest.decode.Instruction.FloatBranch;
import dev.provelet.guest.decode.Instruction.SystemCall;
import dev.provelet.guest.lower.ControlTransfer;
import dev.provelet.guest.lower.ControlTransfer.Conditional;
import dev.provelet.guest.lower.ControlTransfer.Direct;
import dev.provelet.guest.lower.ControlTransfer.Indirect;
import dev.provelet.guest.lower.FloatConditions;
import dev.provelet.guest.lower.Registers;
import dev.provelet.guest.lower.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;

/**
 * Branches and jumps in the tail, where there is room: slot and branch follow one another, whatever
 * the slot is. Of a conditional branch whose slot changes what it compares, a copy of the slot that
 * jumps on to the target lies apart.
 */
final class CopiedBranches {
  private final Site site;
  private final Text text;
  private final Entries entries;

  CopiedBranches(Site site) {
    this.site = site;
    this.text = site.text();
    this.entries = site.entries();
  }

  /**
   * Appends a branch with its slot.
   *
   * @return whether what follows the slot follows this, too
   */
  boolean append(Control control, int at, Code code) {
    ControlTransfer transfer = text.transfer(control);
    if (text.hasNoSlot(at)) {
      return ending(control, transfer, at, code);
    }
    if (control instanceof FloatBranch branch
        && branch.code() != 0
        && transfer instanceof Conditional conditional) {
      return onBit(branch, conditional.target(), at, code);
    }
    Code slot = text.lower(at + 4);
    return switch (transfer) {
      case Conditional branch -> conditional(branch, slot, at, code);
      case Direct jump -> direct(jump, slot, at, code);
      case Indirect jump -> indirect(jump, slot, at, code);
    };
  }

  private boolean conditional(Conditional branch, Code slot, int at, Code code) {
    if (branch.link() != 0) {
      return linking(branch, at, code);
    }
    if (Slots.isNothing(slot)) {
      note(Shape.COPY_ALONE, code);
      if (!branch.likely()) {
        site.places().copiedAlone(at);
      }
      code.begin(at).op(branch.to(entries.of(branch.target())));
    } else if (!branch.likely() && !Slots.changes(slot, branch)) {
      note(Shape.COPY_AFTER_SLOT, code);
      text.appendSlot(at + 4, code);
      code.begin(at).op(branch.to(entries.of(branch.target())));
    } else {
      boolean earlier = text.repeatsSlot(at + 4, branch.target());
      Shape shape = branch.likely() ? Shape.COPY_LIKELY : Shape.COPY_APART;
      note(earlier ? Shape.COPY_EARLIER : shape, code);
      code.begin(at);
      code.op(
          branch.to(earlier ? entries.of(branch.target() - 4) : taken(code, branch.target(), at)));
      if (!branch.likely()) {
        text.appendSlot(at + 4, code);
      }
    }
    return true;
  }

  /** The slot and a jump to the target, apart from everything else. */
  private Label taken(Code code, int target, int at) {
    Code taken = code.cold();
    note(Shape.TAKEN, taken);
    Label start = taken.here();
    site.slotThenJump(at, target, taken);
    return start;
  }

  private boolean linking(Conditional branch, int at, Code code) {
    note(Shape.COPY_LINKING, code);
    Code taken = code.begin(at).cold();
    code.op(branch.to(taken.here())).constant(branch.link(), at + 8);
    if (!branch.likely()) {
      text.appendSlot(at + 4, code);
    }
    taken.constant(branch.link(), at + 8);
    site.slotThenJump(at, branch.target(), taken);
    return true;
  }

  private boolean onBit(FloatBranch branch, int target, int at, Code code) {
    note(Shape.COPY_ON_BIT, code);
    Code taken = code.begin(at).cold();
    FloatConditions.branch(branch.code(), branch.when(), taken.here(), code);
    if (!branch.likely()) {
      text.appendSlot(at + 4, code);
    }
    site.slotThenJump(at, target, taken);
    return true;
  }

  /** A likely branch whose slot must not be executed. */
  private boolean ending(Control control, ControlTransfer transfer, int at, Code code) {
    note(Shape.COPY_ENDING, code);
    Code taken = code.begin(at).cold();
    if (control instanceof FloatBranch branch && branch.code() != 0) {
      FloatConditions.branch(branch.code(), branch.when(), taken.here(), code);
    } else if (transfer instanceof Conditional branch) {
      code.op(branch.to(taken.here()));
    }
    if (transfer.link() != 0) {
      code.constant(transfer.link(), at + 8);
    }
    taken.terminate(Verdict.BRANCH_IN_SLOT.code());
    code.jump(entries.of(at + 8));
    return false;
  }

  private boolean direct(Direct jump, Code slot, int at, Code code) {
    boolean alone = Slots.isNothing(slot) && jump.link() == 0;
    if (jump.link() != 0) {
      note(Shape.COPY_CALL, code);
      code.begin(at).constant(jump.link(), at + 8);
    } else {
      note(alone ? Shape.COPY_ALONE : Shape.COPY_AFTER_SLOT, code);
    }
    if (alone) {
      site.places().copiedAlone(at);
    } else {
      text.appendSlot(at + 4, code);
    }
    (jump.link() == 0 ? code.begin(at) : code.origin(at)).jump(entries.of(jump.target()));
    return false;
  }

  private boolean indirect(Indirect jump, Code slot, int at, Code code) {
    // A system call changes more than its code says, and other threads may run before it returns.
    boolean calls = text.decode(at + 4) instanceof SystemCall;
    boolean kept = !calls && jump.link() != jump.register() && !slot.writes(jump.register());
    int target = kept ? jump.register() : calls ? Registers.K0 : Registers.TARGET;
    boolean plain = kept && jump.link() == 0;
    if (plain) {
      note(Slots.isNothing(slot) ? Shape.COPY_ALONE : Shape.COPY_AFTER_SLOT, code);
    } else {
      note(kept ? Shape.COPY_CALL : calls ? Shape.COPY_SYSTEM_CALL : Shape.COPY_MOVED, code);
      code.begin(at);
    }
    if (!kept) {
      code.move(target, jump.register());
    }
    if (jump.link() != 0) {
      code.constant(jump.link(), at + 8);
    }
    if (plain && Slots.isNothing(slot)) {
      site.places().copiedAlone(at);
    } else {
      text.appendSlot(at + 4, code);
    }
    (plain ? code.begin(at) : code.origin(at)).jumpTo(target);
    return false;
  }

  private void note(Shape shape, Code code) {
    site.shapes().note(shape, code);
  }
}
