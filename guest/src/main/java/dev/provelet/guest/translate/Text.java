package dev.provelet.guest.translate;

import dev.provelet.guest.decode.Decoder;
import dev.provelet.guest.decode.Instruction;
import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.elf.Segment;
import dev.provelet.guest.elf.TextRange;
import java.util.BitSet;
import java.util.List;

/** The words that may be instructions, and which of them code may jump to. */
final class Text {
  private final ElfFile elf;

  /** By word number, address / 4. */
  private final BitSet targets = new BitSet();

  Text(ElfFile elf) {
    this.elf = elf;
    addTarget(elf.entry());
    elf.symbols().addresses().forEach(this::addTarget);
    elf.segments().forEach(this::addTargetsNamedIn);
    for (TextRange range : elf.text()) {
      for (int at = range.start(); at < range.end(); at += 4) {
        addTargetOf(decode(at));
      }
    }
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

  /** Whether something may jump here other than by running into it. */
  boolean isTarget(int address) {
    return targets.get(address >>> 2);
  }

  private void addTarget(int address) {
    if (address > 0 && holds(address)) {
      targets.set(address >>> 2);
    }
  }

  private void addTargetOf(Instruction instruction) {
    switch (instruction) {
      case Instruction.Branch branch -> addTarget(branch.target());
      case Instruction.Jump jump -> addTarget(jump.target());
      default -> {}
    }
  }

  /** Tables of addresses lie in data: a word that could be one is taken for one. */
  private void addTargetsNamedIn(Segment segment) {
    int first = -segment.address() & 3;
    for (int at = first; at + 4 <= segment.contentSize(); at += 4) {
      addTarget(segment.word(segment.address() + at));
    }
  }
}
