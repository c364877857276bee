package dev.provelet.guest.differential;

import static dev.provelet.guest.differential.Draw.BASE;
import static dev.provelet.guest.differential.Draw.SMALL;
import static dev.provelet.guest.harness.Mips.immediate;
import static dev.provelet.guest.harness.Mips.special;

import dev.provelet.guest.harness.Mips;

/** Random instructions that are no branches, of every form and with no effect that ends a run. */
final class StraightLine {
  private static final int NO_SUCH_CALL = 4999;
  private static final int SCHED_YIELD = 4162;

  private final Draw draw;
  private final FloatingPoint floats;

  StraightLine(Draw draw, FloatingPoint floats) {
    this.draw = draw;
    this.floats = floats;
  }

  /** One instruction that may stand anywhere, also in a delay slot. */
  int single() {
    return switch (draw.below(16)) {
      case 0, 1, 2 -> arithmetic();
      case 3, 4 -> arithmeticImmediate();
      case 5 -> shift();
      case 6 -> load();
      case 7 -> store();
      case 8 -> part();
      case 9 -> product();
      case 10 -> hiLo();
      case 11 -> bits();
      case 12 -> unmoved();
      case 13 -> floats.moved();
      default -> floats.computed();
    };
  }

  /** Instructions of which only the first may be jumped to. */
  int[] group() {
    int a = draw.changing();
    int b = draw.changing();
    return switch (draw.below(9)) {
      case 0 -> halvesAdded(a, b);
      case 6, 7 -> pair(a);
      case 5 -> floats.rounding(a);
      case 1 -> {
        // The address may be in the register loaded.
        int offset = draw.offset() & ~3;
        int near = draw.below(64) - 32 & ~3;
        int opcode = draw.pick(0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x28, 0x29, 0x2b, 0x2e);
        yield Mips.words(
            Mips.addiu(a, BASE, offset / 2 & ~3), immediate(opcode, a, draw.pick(a, b), near));
      }
      case 2 -> {
        // An atomic change: nothing comes between.
        int offset = draw.offset() & ~3;
        yield Mips.words(
            immediate(0x30, BASE, a, offset),
            Mips.addiu(a, a, draw.immediate()),
            immediate(0x38, BASE, a, offset));
      }
      case 3 -> Mips.words(callNumber(), oneOrNothing(), Mips.SYSCALL);
      case 4 -> {
        // Division as compilers guard it, whatever the divisor.
        int divisor = draw.source();
        int division = special(draw.pick(0x1a, 0x1b), draw.source(), a, 0, 0);
        int guard = draw.oneIn(2) ? special(0x34, a, 0, 0, 7) : special(0x34, 0, a, 0, 7);
        int set = Mips.ori(a, divisor, 1);
        yield draw.oneIn(2) ? Mips.words(set, division, guard) : Mips.words(set, guard, division);
      }
      default ->
          // A chain that lives in HI and LO.
          Mips.words(
              two(draw.pick(0, 1, 4, 5)), two(draw.pick(0, 1, 4, 5)), special(0x12, 0, 0, b, 0));
    };
  }

  /** What compilers put in a row, most often of one register. */
  private int[] pair(int register) {
    int then = draw.oneIn(4) ? draw.target() : register;
    int low = draw.below(24);
    int offset = draw.offset();
    boolean load = draw.oneIn(2);
    int left = immediate(load ? 0x22 : 0x2a, BASE, register, offset);
    int right = immediate(load ? 0x26 : 0x2e, BASE, then, offset + draw.pick(3, -3, 3, -3, 2));
    return switch (draw.below(4)) {
      case 0 ->
          Mips.words(
              (0x1f << 26) | special(0x00, draw.source(), register, draw.below(16), low & 15),
              special(0x00, 0, register, then, draw.below(8)));
      case 1 ->
          Mips.words(
              (0x1f << 26) | special(0x20, 0, draw.source(), register, 0x02),
              special(0x02, 1, register, then, draw.pick(16, 16, 8)));
      case 2 -> Mips.words(left, right);
      default -> Mips.words(right, left);
    };
  }

  /** Puts the number of a system call that does nothing into $v0. */
  private int callNumber() {
    return Mips.addiu(2, 0, draw.pick(NO_SUCH_CALL, SCHED_YIELD));
  }

  private int oneOrNothing() {
    draw.keep(2);
    int word = draw.oneIn(2) ? Mips.NOP : single();
    draw.release(2);
    return word;
  }

  /** Halves cannot overflow when added. */
  private int[] halvesAdded(int a, int b) {
    int half = special(0x03, 0, draw.source(), a, 1 + draw.below(4));
    int other = special(0x03, 0, draw.source(), b, 1 + draw.below(4));
    int sum = special(draw.pick(0x20, 0x22), a, b, draw.target(), 0);
    return a == b ? Mips.words(half, sum) : Mips.words(half, other, sum);
  }

  private int arithmetic() {
    int function =
        draw.pick(0x21, 0x23, 0x24, 0x25, 0x26, 0x27, 0x2a, 0x2b, 0x0a, 0x0b, 0x04, 0x06, 0x07);
    return special(function, draw.source(), draw.source(), draw.target(), 0);
  }

  private int arithmeticImmediate() {
    int opcode = draw.pick(0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f);
    int rs = opcode == 0x0f ? 0 : draw.source();
    return immediate(opcode, rs, draw.target(), draw.immediate());
  }

  private int shift() {
    int amount = draw.pick(0, 1, 15, 16, 31, draw.below(32));
    return switch (draw.below(3)) {
      case 0 -> special(draw.pick(0x00, 0x02, 0x03), 0, draw.source(), draw.target(), amount);
      case 1 -> special(0x02, 1, draw.source(), draw.target(), amount);
      default -> special(0x06, draw.source(), draw.source(), draw.target(), 1);
    };
  }

  private int load() {
    int offset = draw.offset();
    return switch (draw.below(3)) {
      case 0 -> immediate(draw.pick(0x20, 0x24), BASE, draw.target(), offset);
      case 1 -> immediate(draw.pick(0x21, 0x25), BASE, draw.target(), offset & ~1);
      default -> immediate(draw.pick(0x23, 0x30), BASE, draw.target(), offset & ~3);
    };
  }

  private int store() {
    int offset = draw.offset();
    return switch (draw.below(3)) {
      case 0 -> immediate(0x28, BASE, draw.source(), offset);
      case 1 -> immediate(0x29, BASE, draw.source(), offset & ~1);
      default -> immediate(0x2b, BASE, draw.source(), offset & ~3);
    };
  }

  private int part() {
    return draw.oneIn(2)
        ? immediate(draw.pick(0x22, 0x26), BASE, draw.target(), draw.offset())
        : immediate(draw.pick(0x2a, 0x2e), BASE, draw.source(), draw.offset());
  }

  private int product() {
    return switch (draw.below(4)) {
      case 0 -> special(draw.pick(0x18, 0x19), draw.source(), draw.source(), 0, 0);
      case 1 -> special(draw.pick(0x1a, 0x1b), draw.source(), draw.source(), 0, 0);
      case 2 -> two(draw.pick(0, 1, 4, 5));
      default -> (0x1c << 26) | special(0x02, draw.source(), draw.source(), draw.target(), 0);
    };
  }

  /** MADD and its kin. */
  private int two(int function) {
    return (0x1c << 26) | special(function, draw.source(), draw.source(), 0, 0);
  }

  private int hiLo() {
    return draw.oneIn(3)
        ? special(draw.pick(0x11, 0x13), draw.source(), 0, 0, 0)
        : special(draw.pick(0x10, 0x12), 0, 0, draw.target(), 0);
  }

  private int bits() {
    int low = draw.pick(0, 31, draw.below(32));
    int size = draw.oneIn(4) ? 32 - low : 1 + draw.below(32 - low);
    int rd = draw.target();
    return switch (draw.below(4)) {
      case 0 -> (0x1f << 26) | special(0x00, draw.source(), draw.target(), size - 1, low);
      case 1 -> (0x1f << 26) | special(0x04, draw.source(), draw.target(), low + size - 1, low);
      case 2 -> (0x1f << 26) | special(0x20, 0, draw.source(), rd, draw.pick(0x02, 0x10, 0x18));
      default -> (0x1c << 26) | special(draw.pick(0x20, 0x21), draw.source(), rd, rd, 0);
    };
  }

  /** What could trap and does not, and what matters to other machines only. */
  private int unmoved() {
    int rt = draw.target();
    return switch (draw.below(8)) {
      case 0 -> special(draw.pick(0x30, 0x31, 0x34), 0, BASE, 0, draw.below(1024));
      case 1 -> special(draw.pick(0x32, 0x33, 0x36), BASE, BASE, 0, draw.below(1024));
      // Of register 0 as signed and unsigned number: what it is not.
      case 2 -> {
        int kind = draw.pick(0x08, 0x09, 0x0c);
        yield immediate(0x01, 0, kind, 1 + draw.below(0x7fff));
      }
      case 3 -> immediate(0x01, BASE, draw.pick(0x0a, 0x0b), draw.below(0x8000));
      case 4 -> special(draw.pick(0x20, 0x22), draw.pick(BASE, SMALL), draw.pick(0, SMALL), rt, 0);
      case 5 -> immediate(0x08, draw.pick(BASE, SMALL), rt, draw.immediate());
      case 6 -> draw.pick(special(0x0f, 0, 0, 0, draw.below(32)), immediate(0x33, BASE, 0, 8));
      default -> (0x1f << 26) | special(0x3b, 0, rt, draw.pick(0, 29), 0);
    };
  }
}
