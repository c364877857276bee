package dev.provelet.guest.translate;

import dev.provelet.guest.decode.Instruction.Control;
import dev.provelet.guest.decode.Instruction.FloatBranch;
import dev.provelet.guest.decode.Instruction.SystemCall;
import dev.provelet.guest.lower.ControlTransfer;
import dev.provelet.guest.lower.ControlTransfer.Conditional;
import dev.provelet.guest.lower.ControlTransfer.Direct;
import dev.provelet.guest.lower.ControlTransfer.Indirect;
import dev.provelet.guest.lower.FloatConditions;
import dev.provelet.guest.machine.Registers;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;

/**
 * Branches and jumps out of line, where there is room for any slot before its branch. If the slot
 * changes what a conditional branch compares, the branch leads to a copy of the slot, which is cold
 * code and jumps to the target.
 */
final class OutOfLineBranches {
  private final TranslationContext context;
  private final ProgramText text;
  private final TargetLabels labels;

  OutOfLineBranches(TranslationContext context) {
    this.context = context;
    this.text = context.text();
    this.labels = context.labels();
  }

  /**
   * Appends a branch with its slot.
   *
   * @return whether control may go on to what follows the slot
   */
  boolean append(Control control, int at, Code code) {
    ControlTransfer transfer = text.transfer(control);
    if (text.hasNoSlot(at)) {
      return withoutSlot(control, transfer, at, code);
    }
    if (control instanceof FloatBranch branch
        && branch.code() != 0
        && transfer instanceof Conditional conditional) {
      return onConditionBit(branch, conditional.target(), at, code);
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
    if (DelaySlots.isNop(slot)) {
      note(CodePattern.OUT_OF_LINE_SLOT_ELIDED, code);
      if (!branch.likely()) {
        context.placements().elidedSlotOutOfLine(at);
      }
      code.begin(at).op(branch.to(labels.of(branch.target())));
    } else if (!branch.likely() && !DelaySlots.changes(slot, branch)) {
      note(CodePattern.OUT_OF_LINE_AFTER_SLOT, code);
      text.appendSlot(at + 4, code);
      code.begin(at).op(branch.to(labels.of(branch.target())));
    } else {
      boolean atTarget = text.hasSlotBefore(at + 4, branch.target());
      CodePattern pattern =
          branch.likely() ? CodePattern.OUT_OF_LINE_LIKELY : CodePattern.OUT_OF_LINE_BRANCH_TO_SLOT;
      note(atTarget ? CodePattern.OUT_OF_LINE_SLOT_AT_TARGET : pattern, code);
      code.begin(at);
      code.op(
          branch.to(atTarget ? labels.of(branch.target() - 4) : taken(code, branch.target(), at)));
      if (!branch.likely()) {
        text.appendSlot(at + 4, code);
      }
    }
    return true;
  }

  /** The slot and a jump to the target, as cold code. */
  private Label taken(Code code, int target, int at) {
    Code taken = code.cold();
    note(CodePattern.TAKEN_SLOT, taken);
    Label start = taken.here();
    context.slotThenJump(at, target, taken);
    return start;
  }

  private boolean linking(Conditional branch, int at, Code code) {
    note(CodePattern.OUT_OF_LINE_CONDITIONAL_CALL, code);
    Code taken = code.begin(at).cold();
    code.op(branch.to(taken.here())).constant(branch.link(), at + 8);
    if (!branch.likely()) {
      text.appendSlot(at + 4, code);
    }
    taken.constant(branch.link(), at + 8);
    context.slotThenJump(at, branch.target(), taken);
    return true;
  }

  private boolean onConditionBit(FloatBranch branch, int target, int at, Code code) {
    note(CodePattern.OUT_OF_LINE_CONDITION_BIT, code);
    Code taken = code.begin(at).cold();
    FloatConditions.branch(branch.code(), branch.when(), taken.here(), code);
    if (!branch.likely()) {
      text.appendSlot(at + 4, code);
    }
    context.slotThenJump(at, target, taken);
    return true;
  }

  /** A likely branch without a valid slot: the run ends if it is taken. */
  private boolean withoutSlot(Control control, ControlTransfer transfer, int at, Code code) {
    note(CodePattern.OUT_OF_LINE_BRANCH_IN_SLOT, code);
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
    code.jump(labels.of(at + 8));
    return false;
  }

  private boolean direct(Direct jump, Code slot, int at, Code code) {
    boolean elided = DelaySlots.isNop(slot) && jump.link() == 0;
    if (jump.link() != 0) {
      note(CodePattern.OUT_OF_LINE_CALL, code);
      code.begin(at).constant(jump.link(), at + 8);
    } else {
      note(elided ? CodePattern.OUT_OF_LINE_SLOT_ELIDED : CodePattern.OUT_OF_LINE_AFTER_SLOT, code);
    }
    if (elided) {
      context.placements().elidedSlotOutOfLine(at);
    } else {
      text.appendSlot(at + 4, code);
    }
    (jump.link() == 0 ? code.begin(at) : code.origin(at)).jump(labels.of(jump.target()));
    return false;
  }

  private boolean indirect(Indirect jump, Code slot, int at, Code code) {
    // A system call changes more than its code shows, and other threads may run before it returns.
    boolean calls = text.decode(at + 4) instanceof SystemCall;
    boolean kept = !calls && jump.link() != jump.register() && !slot.writes(jump.register());
    int target = kept ? jump.register() : calls ? Registers.K0 : Registers.TARGET;
    boolean plain = kept && jump.link() == 0;
    if (plain) {
      note(
          DelaySlots.isNop(slot)
              ? CodePattern.OUT_OF_LINE_SLOT_ELIDED
              : CodePattern.OUT_OF_LINE_AFTER_SLOT,
          code);
    } else {
      note(
          kept
              ? CodePattern.OUT_OF_LINE_CALL
              : calls
                  ? CodePattern.OUT_OF_LINE_SYSTEM_CALL_IN_SLOT
                  : CodePattern.OUT_OF_LINE_SAVED_TARGET,
          code);
      code.begin(at);
    }
    if (!kept) {
      code.move(target, jump.register());
    }
    if (jump.link() != 0) {
      code.constant(jump.link(), at + 8);
    }
    if (plain && DelaySlots.isNop(slot)) {
      context.placements().elidedSlotOutOfLine(at);
    } else {
      text.appendSlot(at + 4, code);
    }
    (plain ? code.begin(at) : code.origin(at)).jumpTo(target);
    return false;
  }

  private void note(CodePattern pattern, Code code) {
    context.patterns().note(pattern, code);
  }
}
