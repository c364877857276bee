package dev.provelet.guest.differential;

import static dev.provelet.guest.differential.Draw.BASE;
import static dev.provelet.guest.machine.Mips.immediate;
import static dev.provelet.guest.machine.Mips.special;

import dev.provelet.guest.machine.Mips;

/** Random floating-point instructions, of doubles that lie in two registers. */
final class FloatingPoint {
  private static final int SINGLE = 0x10;
  private static final int DOUBLE = 0x11;
  private static final int WORD = 0x14;
  private static final int CONTROL = 31;

  private final Draw draw;

  FloatingPoint(Draw draw) {
    this.draw = draw;
  }

  /** What moves registers without looking at them. */
  int moved() {
    int offset = draw.offset();
    int pair = draw.floatingPair();
    return switch (draw.below(8)) {
      case 0 -> coprocessor(0x04, draw.source(), draw.floating(), 0, 0);
      case 1 -> coprocessor(0x00, draw.target(), draw.floating(), 0, 0);
      case 2 -> immediate(draw.pick(0x31, 0x39), BASE, draw.floating(), offset & ~3);
      case 3 -> immediate(draw.pick(0x35, 0x3d), BASE, pair, offset & ~7);
      case 4 -> coprocessor(SINGLE, 0, draw.floating(), draw.floating(), 6);
      case 5 -> coprocessor(DOUBLE, 0, draw.floatingPair(), pair, 6);
      case 6 -> coprocessor(0x02, draw.target(), CONTROL, 0, 0);
      // MFHC1, MTHC1
      default -> coprocessor(draw.pick(0x03, 0x07), draw.changing(), pair, 0, 0);
    };
  }

  int computed() {
    boolean wide = draw.oneIn(2);
    int format = wide ? DOUBLE : SINGLE;
    int fs = register(wide);
    int ft = register(wide);
    int fd = register(wide);
    return switch (draw.below(8)) {
      case 0, 1 -> coprocessor(format, ft, fs, fd, draw.pick(0x00, 0x01, 0x02, 0x03));
      case 2 -> coprocessor(format, 0, fs, fd, draw.pick(0x04, 0x05, 0x07, 0x15, 0x16));
      case 3 -> {
        int function = draw.pick(0x0c, 0x0d, 0x0e, 0x0f, 0x24);
        yield coprocessor(format, 0, fs, draw.floating(), function);
      }
      case 4 -> converted();
      case 5 -> coprocessor(format, ft, fs, draw.below(8) << 2, 0x30 | draw.below(16));
      case 6 -> onCondition(format, fs, fd);
      default -> special(0x01, draw.source(), condition(), draw.target(), 0);
    };
  }

  /** A branch that looks at a condition, to be aimed. */
  int branch() {
    int likely = draw.below(2) << 1;
    return immediate(0x11, 0x08, condition() | likely, 0);
  }

  /** Asks for a way of rounding, with what was noted of exceptions so far forgotten. */
  int[] rounding(int register) {
    return Mips.words(
        Mips.addiu(register, 0, draw.below(4)), coprocessor(0x06, register, CONTROL, 0, 0));
  }

  private int converted() {
    return switch (draw.below(4)) {
      case 0 -> coprocessor(SINGLE, 0, draw.floating(), draw.floatingPair(), 0x21);
      case 1 -> coprocessor(DOUBLE, 0, draw.floatingPair(), draw.floating(), 0x20);
      case 2 -> coprocessor(WORD, 0, draw.floating(), draw.floating(), 0x20);
      default -> coprocessor(WORD, 0, draw.floating(), draw.floatingPair(), 0x21);
    };
  }

  private int onCondition(int format, int fs, int fd) {
    return draw.oneIn(2)
        ? coprocessor(format, condition(), fs, fd, 0x11)
        : coprocessor(format, draw.source(), fs, fd, draw.pick(0x12, 0x13));
  }

  /** One of eight conditions, and whether it must hold. */
  private int condition() {
    return draw.below(8) << 2 | draw.below(2);
  }

  private int register(boolean wide) {
    return wide ? draw.floatingPair() : draw.floating();
  }

  private static int coprocessor(int format, int ft, int fs, int fd, int function) {
    return (0x11 << 26) | special(function, format, ft, fs, fd);
  }
}
