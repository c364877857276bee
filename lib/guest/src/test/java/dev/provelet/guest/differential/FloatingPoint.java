package dev.provelet.guest.differential;

import static dev.provelet.guest.differential.Draw.BASE;
import static dev.provelet.guest.harness.Mips.immediate;
import static dev.provelet.guest.harness.Mips.special;

import dev.provelet.guest.differential.Comparison.Floats;
import dev.provelet.guest.harness.Mips;

/** Random floating-point instructions. */
final class FloatingPoint {
  private static final int SINGLE = 0x10;
  private static final int DOUBLE = 0x11;
  private static final int WORD = 0x14;
  private static final int LONG = 0x15;
  private static final int CONTROL = 31;

  private final Draw draw;
  private final Floats floats;

  FloatingPoint(Draw draw, Floats floats) {
    this.draw = draw;
    this.floats = floats;
  }

  /** What moves registers without looking at them. */
  int moved() {
    int offset = draw.offset();
    int pair = register(true);
    return switch (draw.below(8)) {
      case 0 -> coprocessor(0x04, draw.source(), draw.floating(), 0, 0);
      case 1 -> coprocessor(0x00, draw.target(), draw.floating(), 0, 0);
      case 2 -> immediate(draw.pick(0x31, 0x39), BASE, draw.floating(), offset & ~3);
      case 3 -> immediate(draw.pick(0x35, 0x3d), BASE, pair, offset & ~7);
      case 4 -> coprocessor(SINGLE, 0, draw.floating(), draw.floating(), 6);
      case 5 -> coprocessor(DOUBLE, 0, register(true), pair, 6);
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
    return switch (draw.below(10)) {
      case 8 -> longInteger(format, fs, fd);
      case 9 -> multipliedAndAdded(wide, fs, ft, fd);
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
      case 0 -> coprocessor(SINGLE, 0, draw.floating(), register(true), 0x21);
      case 1 -> coprocessor(DOUBLE, 0, register(true), draw.floating(), 0x20);
      case 2 -> coprocessor(WORD, 0, draw.floating(), draw.floating(), 0x20);
      default -> coprocessor(WORD, 0, draw.floating(), register(true), 0x21);
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

  /** Conversions from and to 64-bit integers, which only wide registers hold. */
  private int longInteger(int format, int fs, int fd) {
    return switch (floats) {
      case WIDE ->
          draw.oneIn(3)
              ? coprocessor(LONG, 0, draw.floating(), draw.floating(), draw.pick(0x20, 0x21))
              : coprocessor(format, 0, fs, fd, draw.pick(0x08, 0x09, 0x0a, 0x0b, 0x25));
      case IN_PAIRS -> coprocessor(format, 0, fs, fd, 6);
    };
  }

  /** MADD and its like, which round twice. */
  private int multipliedAndAdded(boolean wide, int fs, int ft, int fd) {
    int function = draw.pick(0x20, 0x28, 0x30, 0x38) | (wide ? 1 : 0);
    return (0x13 << 26) | special(function, register(wide), ft, fs, fd);
  }

  /** One that holds a double, or any. */
  private int register(boolean wide) {
    return wide && floats == Floats.IN_PAIRS ? draw.floatingPair() : draw.floating();
  }

  private static int coprocessor(int format, int ft, int fs, int fd, int function) {
    return (0x11 << 26) | special(function, format, ft, fs, fd);
  }
}
