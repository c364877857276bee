package dev.provelet.guest.harness;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** An assembler as small as tests need. Registers are numbers. */
public final class Mips {
  public static final int NOP = 0;
  public static final int SYSCALL = 0x0c;

  private Mips() {}

  public static int special(int function, int rs, int rt, int rd, int amount) {
    return (rs << 21) | (rt << 16) | (rd << 11) | (amount << 6) | function;
  }

  public static int immediate(int opcode, int rs, int rt, int value) {
    return (opcode << 26) | (rs << 21) | (rt << 16) | (value & 0xffff);
  }

  public static int addiu(int rt, int rs, int value) {
    return immediate(0x09, rs, rt, value);
  }

  public static int addu(int rd, int rs, int rt) {
    return special(0x21, rs, rt, rd, 0);
  }

  public static int ori(int rt, int rs, int value) {
    return immediate(0x0d, rs, rt, value);
  }

  public static int lui(int rt, int value) {
    return immediate(0x0f, 0, rt, value);
  }

  public static int lw(int rt, int offset, int base) {
    return immediate(0x23, base, rt, offset);
  }

  public static int sw(int rt, int offset, int base) {
    return immediate(0x2b, base, rt, offset);
  }

  public static int mult(int rs, int rt) {
    return special(0x18, rs, rt, 0, 0);
  }

  /** A branch of so many words from the word after it. */
  public static int beq(int rs, int rt, int words) {
    return immediate(0x04, rs, rt, words);
  }

  public static int bne(int rs, int rt, int words) {
    return immediate(0x05, rs, rt, words);
  }

  public static int jump(int target) {
    return (0x02 << 26) | ((target >>> 2) & 0x3ffffff);
  }

  public static int jal(int target) {
    return (0x03 << 26) | ((target >>> 2) & 0x3ffffff);
  }

  public static int jr(int rs) {
    return special(0x08, rs, 0, 0, 0);
  }

  public static int jalr(int rd, int rs) {
    return special(0x09, rs, 0, rd, 0);
  }

  /** Any constant. */
  public static int[] li(int register, int value) {
    return new int[] {lui(register, value >>> 16), ori(register, register, value & 0xffff)};
  }

  /** A system call with up to four constant arguments. */
  public static int[] call(int number, int... arguments) {
    Stream<int[]> loads =
        IntStream.range(0, arguments.length).mapToObj(i -> li(4 + i, arguments[i]));
    return join(
        Stream.of(loads, Stream.of(li(2, number), new int[] {SYSCALL}))
            .flatMap(part -> part)
            .toArray(int[][]::new));
  }

  public static int[] exit(int status) {
    return call(4246, status);
  }

  public static int[] join(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
  }

  public static int[] words(int... words) {
    return words;
  }
}
