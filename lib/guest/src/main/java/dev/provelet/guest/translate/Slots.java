package dev.provelet.guest.translate;

import dev.provelet.guest.lower.ControlTransfer;
import dev.provelet.guest.lower.ControlTransfer.Conditional;
import dev.provelet.guest.lower.ControlTransfer.Direct;
import dev.provelet.guest.lower.ControlTransfer.Indirect;
import dev.provelet.guest.lower.Registers;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Op;

/** What decides how a branch and its delay slot can be put in a row. */
final class Slots {
  private Slots() {}

  static boolean isNothing(Code slot) {
    return slot.ops().size() == 1 && slot.ops().getFirst() instanceof Op.Nop;
  }

  /** Whether a slot changes what its branch reads. A system call changes more than it says. */
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

  /** Whether a slot has to do with the return address that its branch keeps. */
  static boolean readsLink(ControlTransfer transfer, Code slot) {
    int link = transfer.link();
    return link != 0 && (slot.writes(link) || slot.reads(link));
  }

  /** The one instruction that a transfer is, leading to the target's copy if that is near. */
  static Op leadingTo(ControlTransfer transfer, Entries entries) {
    return switch (transfer) {
      case Direct jump ->
          jump.to(jump.link() == 0 ? entries.of(jump.target()) : Label.at(jump.target()));
      case Conditional branch -> branch.to(entries.of(branch.target()));
      case Indirect jump -> jump.op();
    };
  }
}
