package dev.provelet.guest.ziren;

import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.elf.TextRange;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which bytes are a program's output, in every run of it: its code alone decides, so that whoever
 * has the program knows what a digest is the digest of.
 */
public enum ProgramOutput {
  /** Of Linux programs: what goes to descriptor 1. */
  STDOUT(1),
  /** Of guests made for Ziren: what goes to descriptor 13, or to 3 in older ones. */
  PUBLIC_VALUES(13);

  /** Calls for input, output and the end: every guest of Ziren's makes at least one of them. */
  private static final Set<ZirenCall> SIGNS =
      Set.of(
          ZirenCall.HALT,
          ZirenCall.WRITE,
          ZirenCall.COMMIT,
          ZirenCall.COMMIT_DEFERRED_PROOFS,
          ZirenCall.HINT_LEN,
          ZirenCall.HINT_READ);

  private static final int SYSCALL = 0x0c;
  private static final int V0 = 2;

  /** How far before a syscall its number is looked for, in instructions. */
  private static final int REACH = 16;

  private static final int ADDIU = 0x09;
  private static final int ORI = 0x0d;
  private static final int LUI = 0x0f;
  private static final int ADDU = 0x21;
  private static final int OR = 0x25;

  private final int descriptor;

  ProgramOutput(int descriptor) {
    this.descriptor = descriptor;
  }

  /** The descriptor that the bytes go to. */
  public int descriptor() {
    return descriptor;
  }

  /** A program is for Ziren if it puts one of these calls' numbers into $v0 before a syscall. */
  public static ProgramOutput of(ElfFile elf) {
    for (TextRange range : elf.text()) {
      for (int at = range.start(); at < range.end(); at += 4) {
        if (elf.word(at) == SYSCALL && isSign(number(at, range.start(), elf))) {
          return PUBLIC_VALUES;
        }
      }
    }
    return STDOUT;
  }

  private static boolean isSign(OptionalInt number) {
    return number.isPresent()
        && ZirenCall.of(number.getAsInt()).filter(SIGNS::contains).isPresent();
  }

  /** What $v0 has at an address, if straight code before it says so. */
  private static OptionalInt number(int syscall, int start, ElfFile elf) {
    int first = Math.max(start, syscall - 4 * REACH);
    for (int at = syscall - 4; at >= first; at -= 4) {
      int word = elf.word(at);
      if (leaves(word)) {
        return OptionalInt.empty();
      }
      OptionalInt lower = constant(word);
      if (lower.isPresent()) {
        return lower;
      }
      if (isImmediate(word, V0)) {
        int above = at - 4 >= first ? elf.word(at - 4) : 0;
        return above >>> 16 == (LUI << 10 | V0)
            ? OptionalInt.of((above << 16) + immediate(word))
            : OptionalInt.empty();
      }
      if (writesV0(word)) {
        return OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  /** What an instruction puts into $v0 that takes nothing from another register. */
  private static OptionalInt constant(int word) {
    boolean zero = word >>> 11 == V0 && ((word & 0x7ff) == ADDU || (word & 0x7ff) == OR);
    if (zero) {
      return OptionalInt.of(0);
    }
    return isImmediate(word, 0) ? OptionalInt.of(immediate(word)) : OptionalInt.empty();
  }

  /** addiu or ori from a register to $v0. */
  private static boolean isImmediate(int word, int from) {
    int opcode = word >>> 26;
    return (opcode == ADDIU || opcode == ORI)
        && (word >>> 21 & 0x1f) == from
        && (word >>> 16 & 0x1f) == V0;
  }

  private static int immediate(int word) {
    return word >>> 26 == ORI ? word & 0xffff : (short) word;
  }

  /** Any branch, jump or syscall: what came before may not be what was executed before. */
  private static boolean leaves(int word) {
    int opcode = word >>> 26;
    int function = word & 0x3f;
    return switch (opcode) {
      case 0 -> function == 0x08 || function == 0x09 || function == SYSCALL || function == 0x0d;
      case 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x14, 0x15, 0x16, 0x17 -> true;
      default -> false;
    };
  }

  /** Whether it may change $v0; stores do not, nor do instructions that name it as a source. */
  private static boolean writesV0(int word) {
    int opcode = word >>> 26;
    int third = word >>> 16 & 0x1f;
    int fourth = word >>> 11 & 0x1f;
    return switch (opcode) {
      case 0x00, 0x1c -> fourth == V0;
      case 0x1f -> third == V0 || fourth == V0;
      case 0x28, 0x29, 0x2a, 0x2b, 0x2c, 0x2d, 0x2e, 0x2f -> false;
      default -> third == V0;
    };
  }
}
