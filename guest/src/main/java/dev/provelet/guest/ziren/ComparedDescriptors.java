package dev.provelet.guest.ziren;

import dev.provelet.guest.decode.Decoder;
import dev.provelet.guest.decode.Instruction;
import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.elf.TextRange;
import java.util.Set;
import java.util.TreeSet;

/**
 * With which numbers a program compares a descriptor once it has written to it by Ziren's WRITE.
 */
final class ComparedDescriptors {
  static final int FORMER_PUBLIC_VALUES = 3;

  /** In words: how far before a system call its number is set, and after it a comparison is. */
  private static final int NEAR = 8;

  private static final int V0 = 2;
  private static final int UNKNOWN = -1;

  private final Set<Integer> found = new TreeSet<>();
  private int sinceNumber = NEAR + 1;
  private int sinceWrite = NEAR + 1;
  private int register;
  private int compared = UNKNOWN;

  private ComparedDescriptors() {}

  static Set<Integer> in(ElfFile elf) {
    ComparedDescriptors descriptors = new ComparedDescriptors();
    for (TextRange range : elf.text()) {
      for (int at = range.start(); at < range.end(); at += 4) {
        descriptors.next(Decoder.decode(elf.word(at), at));
      }
    }
    return descriptors.found;
  }

  private void next(Instruction instruction) {
    sinceNumber++;
    sinceWrite++;
    switch (instruction) {
      case Instruction.AluImmediate(var _, int rt, int rs, int immediate) when rs == 0 -> {
        if (rt == V0) {
          sinceNumber = immediate == ZirenCall.WRITE.number() ? 0 : NEAR + 1;
        }
        register = rt;
        compared = immediate;
      }
      case Instruction.SystemCall _ -> {
        if (sinceNumber <= NEAR) {
          sinceWrite = 0;
        }
        sinceNumber = NEAR + 1;
        compared = UNKNOWN;
      }
      case Instruction.Branch branch when branch.rt() != 0 -> {
        boolean concerned = branch.rs() == register || branch.rt() == register;
        if (sinceWrite <= NEAR && concerned && compared != UNKNOWN) {
          found.add(compared);
        }
      }
      default -> {
        // Neither a call nor a comparison.
      }
    }
  }
}
