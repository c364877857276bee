package dev.provelet.guest.translate;

import dev.provelet.guest.decode.Decoder;
import dev.provelet.guest.decode.Instruction;
import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.elf.Segment;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words of the executable segments, and which of them code may jump to. */
final class Text {
  private final List<Segment> segments;

  /** By word number, address / 4. */
  private final BitSet targets = new BitSet();

  Text(ElfFile elf) {
    this.segments = elf.segments().stream().filter(Segment::executable).toList();
    addTarget(elf.entry());
    elf.symbols().addresses().forEach(this::addTarget);
    elf.segments().forEach(this::addTargetsNamedIn);
    for (Segment segment : segments) {
      for (int at = segment.address(); at < segment.contentEnd(); at += 4) {
        addTargetOf(decode(at));
      }
    }
  }

  List<Segment> segments() {
    return segments;
  }

  boolean holds(int address) {
    return segmentOf(address) != null;
  }

  private @Nullable Segment segmentOf(int address) {
    for (Segment segment : segments) {
      if (address >= segment.address() && address < segment.contentEnd()) {
        return segment;
      }
    }
    return null;
  }

  Instruction decode(int address) {
    Segment segment = segmentOf(address);
    if (segment == null) {
      throw new IllegalArgumentException("no code at " + address);
    }
    return Decoder.decode(segment.word(address), address);
  }

  /** Whether something may jump here other than by running into it. */
  boolean isTarget(int address) {
    return targets.get(address >>> 2);
  }

  private void addTarget(int address) {
    if (address > 0 && address % 4 == 0 && holds(address)) {
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
