package dev.provelet.guest.floats;

import static dev.provelet.guest.harness.Mips.addiu;
import static dev.provelet.guest.harness.Mips.bne;
import static dev.provelet.guest.harness.Mips.immediate;
import static dev.provelet.guest.harness.Mips.join;
import static dev.provelet.guest.harness.Mips.li;
import static dev.provelet.guest.harness.Mips.sw;
import static dev.provelet.guest.harness.Mips.words;

import dev.provelet.guest.harness.ElfBuilder;
import dev.provelet.guest.harness.Mips;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A program that executes each of some pieces of code on many operands, under each of some settings
 * of the control register, and writes down what came out: $f8, the control register, $t2.
 */
public final class FloatProgram {
  /** The registers that pieces find operands in, and the one they leave a result in. */
  public static final int FS = 0;

  public static final int FT = 2;
  public static final int FR = 6;
  public static final int FD = 8;
  public static final int T2 = 10;

  /** Bytes written for each execution. */
  public static final int RESULT_BYTES = 16;

  private static final int OPERAND_BYTES = 24;
  private static final int OPERANDS = 0x200000;
  private static final int RESULTS = 0x400000;
  private static final int ABI_DOUBLE = 1;
  private static final int ABI_64 = 6;
  private static final int T0 = 8;
  private static final int T1 = 9;
  private static final int S0 = 16;
  private static final int S1 = 17;
  private static final int S2 = 18;

  private final List<int[]> pieces;
  private final int[] settings;
  private final List<long[]> operands;

  /**
   * @param pieces straight-line code
   * @param settings of the control register
   * @param operands three of 64 bits for each execution
   */
  public FloatProgram(List<int[]> pieces, int[] settings, List<long[]> operands) {
    this.pieces = List.copyOf(pieces);
    this.settings = settings.clone();
    this.operands = List.copyOf(operands);
  }

  /** For registers of 64 bits. */
  public byte[] elf(ByteOrder order) {
    return elf(order, ABI_64);
  }

  /** The same for registers of 32 bits. */
  public byte[] narrowElf(ByteOrder order) {
    return elf(order, ABI_DOUBLE);
  }

  /** The registers are as the ABI's flags say. */
  private byte[] elf(ByteOrder order, int abi) {
    return builder(order).abiFlags(32, 2, 1, abi, 0, 0).build();
  }

  private ElfBuilder builder(ByteOrder order) {
    List<int[]> text = new ArrayList<>();
    text.add(li(S2, RESULTS));
    for (int[] piece : pieces) {
      for (int setting : settings) {
        text.add(loop(piece, setting));
      }
    }
    int size = pieces.size() * settings.length * operands.size() * RESULT_BYTES;
    text.add(Mips.call(4004, 1, RESULTS, size));
    text.add(Mips.exit(0));
    ByteBuffer data = ByteBuffer.allocate(operands.size() * OPERAND_BYTES).order(order);
    for (long[] triple : operands) {
      data.putLong(triple[0]).putLong(triple[1]).putLong(triple[2]);
    }
    return new ElfBuilder(order)
        .inPages()
        .text(ElfBuilder.TEXT, join(text.toArray(int[][]::new)))
        .data(OPERANDS, data.array())
        .zeros(RESULTS, size);
  }

  private int[] loop(int[] piece, int setting) {
    int[] before =
        join(
            li(T0, setting),
            words(
                ldc1(FD, 8, S0),
                ldc1(FS, 0, S0),
                ldc1(FT, 8, S0),
                ldc1(FR, 16, S0),
                0x44c0f800 | (T0 << 16),
                addiu(T2, 0, 0)));
    int[] after =
        words(
            0x4440f800 | (T1 << 16),
            immediate(0x3d, S2, FD, 0),
            sw(T1, 8, S2),
            sw(T2, 12, S2),
            addiu(S2, S2, RESULT_BYTES),
            addiu(S1, S1, -1));
    int length = before.length + piece.length + after.length;
    return join(
        li(S0, OPERANDS),
        li(S1, operands.size()),
        before,
        piece,
        after,
        words(bne(S1, 0, -length - 1), addiu(S0, S0, OPERAND_BYTES)));
  }

  private static int ldc1(int register, int offset, int base) {
    return immediate(0x35, base, register, offset);
  }

  /** Operands of every kind: special ones, neighbours, any bits. */
  public static List<long[]> operands(Random random, int count) {
    List<long[]> operands = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long first = operand(random);
      long second = random.nextInt(3) == 0 ? near(first, random) : operand(random);
      operands.add(new long[] {first, second, operand(random)});
    }
    return operands;
  }

  private static final int[] SINGLES = {
    0x00000000, 0x80000000, 0x00000001, 0x80000001, 0x007fffff, 0x807fffff, 0x00800000, 0x80800000,
    0x3f800000, 0xbf800000, 0x3f800001, 0x40000000, 0x3f000000, 0x3effffff, 0x3fc00000, 0x7f7fffff,
    0xff7fffff, 0x7f800000, 0xff800000, 0x7f800001, 0x7fbfffff, 0xffbfffff, 0x7fc00000, 0xffffffff,
    0x4effffff, 0x4f000000, 0xcf000000, 0xcf000001, 0x5f000000, 0xdf000000, 0x5effffff, 0x4b000001
  };

  private static final long[] DOUBLES = {
    0x0000000000000000L, 0x8000000000000000L, 0x0000000000000001L, 0x8000000000000001L,
    0x000fffffffffffffL, 0x800fffffffffffffL, 0x0010000000000000L, 0x8010000000000000L,
    0x3ff0000000000000L, 0xbff0000000000000L, 0x3ff0000000000001L, 0x4000000000000000L,
    0x3fe0000000000000L, 0x3fdfffffffffffffL, 0x3ff8000000000000L, 0x7fefffffffffffffL,
    0xffefffffffffffffL, 0x7ff0000000000000L, 0xfff0000000000000L, 0x7ff0000000000001L,
    0x7ff7ffffffffffffL, 0xfff7ffffffffffffL, 0x7ff8000000000000L, 0xffffffffffffffffL,
    0x41dfffffffc00000L, 0x41dfffffffe00000L, 0x41e0000000000000L, 0xc1e0000000000000L,
    0xc1e0000000100000L, 0xc1e0000000200000L, 0x43e0000000000000L, 0xc3e0000000000000L,
    0x43dfffffffffffffL, 0x36a0000000000000L, 0x3690000000000000L, 0x3690000000000001L,
    0x380fffffe0000000L, 0x380ffffff0000000L, 0x47efffffe0000000L, 0x47effffff0000000L,
    0x1ff0000000000000L, 0x2000000000000001L, 0x0008000000000000L, 0x4330000000000001L
  };

  private static long operand(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> DOUBLES[random.nextInt(DOUBLES.length)];
      case 1 -> packed(single(random), random);
      case 2 ->
          Double.doubleToRawLongBits((random.nextDouble() - 0.5) * (1L << random.nextInt(63)));
      case 3 ->
          packed(
              Float.floatToRawIntBits((random.nextFloat() - 0.5f) * (1L << random.nextInt(63))),
              random);
      case 4 -> random.nextInt(1 << random.nextInt(31)) - (random.nextBoolean() ? 1L << 31 : 5);
      default -> random.nextLong();
    };
  }

  /** A single, in the lower word. */
  private static long packed(int single, Random random) {
    return ((long) random.nextInt() << 32) | Integer.toUnsignedLong(single);
  }

  private static int single(Random random) {
    return SINGLES[random.nextInt(SINGLES.length)];
  }

  /** Of about the same size, so that they cancel or tie. */
  private static long near(long operand, Random random) {
    long high = (random.nextInt(5) - 2L) << 52;
    long low = (random.nextInt(5) - 2L) << 23;
    long sign = random.nextBoolean() ? 0x8000000080000000L : 0;
    return (operand + high + low + random.nextInt(3)) ^ sign;
  }
}
