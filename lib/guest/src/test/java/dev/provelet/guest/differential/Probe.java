package dev.provelet.guest.differential;

import static dev.provelet.guest.differential.Draw.BASE;
import static dev.provelet.guest.harness.Mips.immediate;
import static dev.provelet.guest.harness.Mips.special;

import dev.provelet.guest.differential.Comparison.Floats;
import dev.provelet.guest.harness.ElfBuilder;
import dev.provelet.guest.harness.Mips;

/** What stands before and after random instructions: the state is set, then printed. */
final class Probe {
  /** Instructions may read and write so many bytes before and after {@link Draw#BASE}. */
  static final int REACH = 128;

  /** What the data is before each sequence. */
  static final int TEMPLATE = ElfBuilder.DATA;

  static final int TEMPLATE_SIZE = 2 * REACH;

  private static final int DATA = ElfBuilder.DATA + 0x1000;
  private static final int RESULTS = 2 * REACH;

  /** The kernel's second register is the one that a system call may change. */
  private static final int CHANGED_BY_CALLS = 27;

  private Probe() {}

  /** Sets memory and every register. */
  static int[] before(Draw draw, Floats floats) {
    int[] words = copyTemplate();
    words =
        Mips.join(words, Mips.li(BASE, DATA + REACH), Mips.li(Draw.SMALL, draw.below(2000) - 1000));
    for (int register = 0; register < 32; register++) {
      words =
          Mips.join(words, Mips.words(moveToFloat(0x04, 8, register), Mips.addiu(8, 8, 0x1357)));
    }
    for (int register = 0; floats == Floats.WIDE && register < 32; register++) {
      words =
          Mips.join(words, Mips.words(moveToFloat(0x07, 8, register), Mips.addiu(8, 8, 0x1357)));
    }
    words = Mips.join(words, Mips.li(8, draw.value()), Mips.words(special(0x11, 8, 0, 0, 0)));
    words = Mips.join(words, Mips.li(8, draw.value()), Mips.words(special(0x13, 8, 0, 0, 0)));
    for (int register = 1; register < 32; register++) {
      if (register == Draw.COUNTER) {
        words = Mips.join(words, Mips.li(register, 0));
      } else if (register != BASE && register != Draw.SMALL) {
        words = Mips.join(words, Mips.li(register, draw.value()));
      }
    }
    return words;
  }

  /** A loop that copies the template to the data, word by word, and sets a first float. */
  private static int[] copyTemplate() {
    return Mips.join(
        Mips.li(9, TEMPLATE),
        Mips.li(10, DATA),
        Mips.li(11, TEMPLATE + TEMPLATE_SIZE),
        Mips.words(
            Mips.lw(8, 0, 9),
            Mips.addiu(9, 9, 4),
            Mips.sw(8, 0, 10),
            Mips.bne(9, 11, -4),
            Mips.addiu(10, 10, 4)));
  }

  /** MTC1, or another move of its kind. */
  private static int moveToFloat(int kind, int rt, int fs) {
    return (0x11 << 26) | special(0, kind, rt, fs, 0);
  }

  /**
   * Prints the data, registers 1 to 31, HI, LO, the floating-point registers and how their unit is
   * set.
   */
  static int[] after(Floats floats) {
    int[] words = {};
    int at = RESULTS - REACH;
    for (int register = 1; register < 32; register++, at += 4) {
      if (register != CHANGED_BY_CALLS) {
        words = Mips.join(words, Mips.words(Mips.sw(register, at, BASE)));
      }
    }
    words = Mips.join(words, Mips.words(special(0x10, 0, 0, 8, 0), Mips.sw(8, at, BASE)));
    words = Mips.join(words, Mips.words(special(0x12, 0, 0, 8, 0), Mips.sw(8, at + 4, BASE)));
    at += 8;
    for (int register = 0; register < 32; register++, at += 4) {
      words = Mips.join(words, Mips.words(immediate(0x39, BASE, register, at)));
    }
    words = Mips.join(words, Mips.words(control(0x02, 8), Mips.sw(8, at, BASE), control(0x06, 0)));
    at += 4;
    for (int register = 0; floats == Floats.WIDE && register < 32; register++, at += 4) {
      words = Mips.join(words, Mips.words(moveToFloat(0x03, 8, register), Mips.sw(8, at, BASE)));
    }
    return Mips.join(words, Mips.call(4004, 1, DATA, at + REACH));
  }

  /** CFC1 or CTC1 of the floating-point unit's control and status. */
  private static int control(int direction, int rt) {
    return (0x11 << 26) | special(0, direction, rt, 31, 0);
  }

  /** What a printed byte belongs to. */
  static String part(int index) {
    int number = (index - RESULTS) / 4;
    if (index < RESULTS) {
      return "the data %d bytes from the base".formatted(index - REACH);
    } else if (number < 31) {
      return "register " + (number + 1);
    } else if (number < 33) {
      return number == 31 ? "HI" : "LO";
    }
    if (number < 65) {
      return "floating-point register " + (number - 33);
    }
    return number == 65
        ? "the control register"
        : "the upper half of floating-point register " + (number - 66);
  }
}
