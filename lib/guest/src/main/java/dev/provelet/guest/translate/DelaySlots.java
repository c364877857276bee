package dev.provelet.guest.translate;

import dev.provelet.guest.lower.ControlTransfer;
import dev.provelet.guest.lower.ControlTransfer.Conditional;
import dev.provelet.guest.lower.ControlTransfer.Direct;
import dev.provelet.guest.lower.ControlTransfer.Indirect;
import dev.provelet.guest.machine.Registers;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Op;

/** Dependences between a branch and its delay slot, which decide in which order they can stand. */
final class DelaySlots {
  private DelaySlots() {}

  static boolean isNop(Code slot) {
    return slot.ops().size() == 1 && slot.ops().getFirst() instanceof Op.Nop;
  }

  /**
   * Whether a slot writes a register that its branch reads. A system call counts as writing all.
   */
  static boolean changes(Code slot, ControlTransfer transfer) {
    if (slot.ops().getFirst() instanceof Op.JumpRegister) {
      return true;
    }
    for (int register = 1; register < Registers.COUNT; register++) {
      if (transfer.reads(register) && slot.writes(register)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a slot reads or writes the register of its branch's return address. */
  static boolean usesLink(ControlTransfer transfer, Code slot) {
    int link = transfer.link();
    return link != 0 && (slot.writes(link) || slot.reads(link));
  }

  /** The branch or jump as one instruction; calls lead to the target's own address. */
  static Op instruction(ControlTransfer transfer, TargetLabels labels) {
    return switch (transfer) {
      case Direct jump ->
          jump.to(jump.link() == 0 ? labels.of(jump.target()) : Label.at(jump.target()));
      case Conditional branch -> branch.to(labels.of(branch.target()));
      case Indirect jump -> jump.op();
    };
  }
}
