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

/** The words that may be instructions, and which of them code may jump to. */
final class Text {
  private final ElfFile elf;
  private final Lowering lowering;

  private final Targets targets;

  /** Those of branches and of jumps that keep no return address, by word number. */
  private final BitSet branchTargets = new BitSet();

  /** How many compute with floating-point registers. */
  private int computing;

  Text(ElfFile elf, FloatUnit unit) {
    this.elf = elf;
    this.lowering = new Lowering(elf.byteOrder(), unit);
    this.targets = new Targets(elf);
    targets.add(elf.entry());
    elf.symbols().addresses().forEach(targets::add);
    for (TextRange range : elf.text()) {
      for (int at = range.start(); at < range.end(); at += 4) {
        Instruction instruction = decode(at);
        addTargetOf(instruction, at);
        targets.next(instruction, at);
        computing += instruction instanceof FloatInstruction i && i.computes() ? 1 : 0;
      }
    }
    targets.addNamedInData();
  }

  int computing() {
    return computing;
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
   * How a branch or jump leaves. One that leads behind the text, where code of ours may lie, leads
   * to its end, where none does.
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

  /** The same in a slot, which the next word does not follow. */
  void appendSlot(int address, Code code) {
    lowering.append(decode(address), code.begin(address));
  }

  /** Whether an instruction fits in its place, but saves the next, which does not, some work. */
  boolean helpsNext(Instruction instruction, int address) {
    int next = address + 4;
    return instruction instanceof TrapIf
        && holds(next)
        && !isTarget(next)
        && pair(address, next).isPresent();
  }

  /** What the instructions at two addresses are together, if that is shorter. */
  Optional<FusedPair> pair(int first, int second) {
    return lowering.fuse(decode(first), decode(second));
  }

  /** Whether what follows a division ends the program if the divisor is 0, as compilers do. */
  private boolean isGuarded(MultiplyDivide division, int next) {
    return holds(next) && decode(next) instanceof TrapIf guard && Lowering.guards(guard, division);
  }

  /** Whether a branch has nothing after it that may stand in its slot. */
  boolean hasNoSlot(int at) {
    return !holds(at + 4) || decode(at + 4) instanceof Instruction.Control;
  }

  /** Whether something may jump here other than by running into it. */
  boolean isTarget(int address) {
    return targets.contains(address);
  }

  /** Whether a branch leads here, or a jump that keeps no return address. */
  boolean isBranchTarget(int address) {
    return branchTargets.get(address >>> 2);
  }

  /**
   * Whether what a branch does in its slot is what stands before its target, where running into the
   * target does the same.
   */
  boolean repeatsSlot(int slotAt, int target) {
    int before = target - 4;
    return holds(slotAt)
        && holds(before)
        && holds(target)
        && elf.word(before) == elf.word(slotAt)
        && !(decode(before) instanceof Instruction.Control)
        && !(holds(before - 4) && decode(before - 4) instanceof Instruction.Control);
  }

  /** A likely branch that is not taken leads over its slot, even to the slot of a branch there. */
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
