package dev.provelet.guest.translate;

import dev.provelet.guest.decode.Decoder;
import dev.provelet.guest.decode.FloatInstruction;
import dev.provelet.guest.decode.Instruction;
import dev.provelet.guest.decode.Instruction.Control;
import dev.provelet.guest.decode.Instruction.MultiplyDivide;
import dev.provelet.guest.decode.Instruction.TrapIf;
import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.elf.TextRange;
import dev.provelet.guest.lower.ControlTransfer;
import dev.provelet.guest.lower.ControlTransfer.Conditional;
import dev.provelet.guest.lower.ControlTransfer.Direct;
import dev.provelet.guest.lower.FloatUnit;
import dev.provelet.guest.lower.FusedPair;
import dev.provelet.guest.lower.Lowering;
import dev.provelet.guest.openvm.Code;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** The program's text: its words decoded and lowered, and which of them may be jumped to. */
final class ProgramText {
  private final ElfFile elf;
  private final Lowering lowering;

  private final JumpTargets targets;

  /** Targets of branches and of jumps that are no calls, by word number. */
  private final BitSet branchTargets = new BitSet();

  /** How many words compute with floating-point registers. */
  private int floatOperations;

  ProgramText(ElfFile elf, FloatUnit unit) {
    this.elf = elf;
    this.lowering = new Lowering(elf.byteOrder(), unit);
    this.targets = new JumpTargets(elf);
    targets.add(elf.entry());
    elf.symbols().addresses().forEach(targets::add);
    for (TextRange range : elf.text()) {
      for (int at = range.start(); at < range.end(); at += 4) {
        Instruction instruction = decode(at);
        addTargetOf(instruction, at);
        targets.next(instruction, at);
        floatOperations += instruction instanceof FloatInstruction i && i.computes() ? 1 : 0;
      }
    }
    targets.addTargetsInData();
  }

  int floatOperations() {
    return floatOperations;
  }

  List<TextRange> ranges() {
    return elf.text();
  }

  boolean holds(int address) {
    return elf.isText(address);
  }

  Instruction decode(int address) {
    return Decoder.decode(elf.word(address), address);
  }

  /**
   * A branch or jump in terms of OpenVM. A target beyond the text, where the tail may lie, is
   * replaced by the text's end, where there is no code.
   */
  ControlTransfer transfer(Control control) {
    int end = elf.text().getLast().end();
    return switch (ControlTransfer.of(control)) {
      case Direct(int link, int target) when target > end -> new Direct(link, end);
      case Conditional branch when branch.target() > end -> branch.leadingTo(end);
      case ControlTransfer other -> other;
    };
  }

  /** The code of the instruction at an address, which is no branch or jump. */
  Code lower(int address) {
    Code code = new Code();
    append(address, code);
    return code;
  }

  /** Appends the code of the instruction at an address, which is no branch or jump. */
  void append(int address, Code code) {
    Instruction instruction = decode(address);
    if (instruction instanceof MultiplyDivide division && isGuarded(division, address + 4)) {
      lowering.appendGuarded(division, code.begin(address));
    } else {
      lowering.append(instruction, code.begin(address));
    }
  }

  /** The same for a delay slot, after which the next word is not executed. */
  void appendSlot(int address, Code code) {
    lowering.append(decode(address), code.begin(address));
  }

  /** Whether an instruction fits in place, but can be fused with the next one, which does not. */
  boolean fusesWithNext(Instruction instruction, int address) {
    int next = address + 4;
    return instruction instanceof TrapIf
        && holds(next)
        && !isTarget(next)
        && fuse(address, next).isPresent();
  }

  /** The instructions at two addresses lowered as one, if that takes fewer instructions. */
  Optional<FusedPair> fuse(int first, int second) {
    return lowering.fuse(decode(first), decode(second));
  }

  /** Whether a trap for a divisor of 0 follows a division, as compilers emit it. */
  private boolean isGuarded(MultiplyDivide division, int next) {
    return holds(next) && decode(next) instanceof TrapIf guard && Lowering.guards(guard, division);
  }

  /** Whether a branch has no valid delay slot: the text ends, or another branch follows. */
  boolean hasNoSlot(int at) {
    return !holds(at + 4) || decode(at + 4) instanceof Instruction.Control;
  }

  /** Whether control may come here other than from the word before. */
  boolean isTarget(int address) {
    return targets.contains(address);
  }

  /** Whether a branch leads here, or a jump that is no call. */
  boolean isBranchTarget(int address) {
    return branchTargets.get(address >>> 2);
  }

  /**
   * Whether the word before a branch's target is the same as the branch's slot, so that the branch
   * may lead there instead. A word in a delay slot itself does not count.
   */
  boolean hasSlotBefore(int slotAt, int target) {
    int before = target - 4;
    return holds(slotAt)
        && holds(before)
        && holds(target)
        && elf.word(before) == elf.word(slotAt)
        && !(decode(before) instanceof Instruction.Control)
        && !(holds(before - 4) && decode(before - 4) instanceof Instruction.Control);
  }

  /** A likely branch that is not taken skips its slot: the word after it is a target, too. */
  private void addTargetOf(Instruction instruction, int at) {
    switch (instruction) {
      case Instruction.Branch branch -> {
        addBranchTarget(branch.target());
        if (branch.likely()) {
          targets.add(at + 8);
        }
      }
      case Instruction.FloatBranch branch -> {
        addBranchTarget(branch.target());
        if (branch.likely()) {
          targets.add(at + 8);
        }
      }
      case Instruction.Jump(boolean link, int target) when link -> targets.add(target);
      case Instruction.Jump jump -> addBranchTarget(jump.target());
      default -> {}
    }
  }

  private void addBranchTarget(int address) {
    targets.add(address);
    if (isTarget(address)) {
      branchTargets.set(address >>> 2);
    }
  }
}
