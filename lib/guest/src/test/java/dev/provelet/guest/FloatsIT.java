package dev.provelet.guest;

import static dev.provelet.guest.harness.Mips.special;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.decode.Decoder;
import dev.provelet.guest.decode.Disassembly;
import dev.provelet.guest.floats.FloatProgram;
import dev.provelet.guest.harness.Guests;
import dev.provelet.guest.harness.Mips;
import dev.provelet.guest.harness.Qemu;
import dev.provelet.guest.harness.Toolchain;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Floating point comes out as it does under qemu, to the last bit and flag. */
@ParameterizedClass
@MethodSource("dev.provelet.guest.harness.Guests#orders")
class FloatsIT {
  private static final int S = 0x10;
  private static final int D = 0x11;
  private static final int W = 0x14;
  private static final int L = 0x15;
  private static final int COUNT = 400;

  /** A general register that is not zero. */
  private static final int COUNTER = 17;

  /** Each rounding mode, and flushing with each. */
  private static final int[] SETTINGS = {
    0, 1, 2, 3, 0x01000000, 0x01000001, 0x01000002, 0x01000003
  };

  private final ByteOrder order;

  @TempDir private Path scratch;

  FloatsIT(ByteOrder order) {
    this.order = order;
  }

  private static int[] one(int word) {
    return new int[] {word};
  }

  private static int operation(int format, int function) {
    return 0x44000000
        | (format << 21)
        | (FloatProgram.FT << 16)
        | (FloatProgram.FS << 11)
        | (FloatProgram.FD << 6)
        | function;
  }

  private static int unary(int format, int function) {
    return operation(format, function) & ~(31 << 16);
  }

  private static int extended(int function) {
    return 0x4c000000
        | (FloatProgram.FR << 21)
        | (FloatProgram.FT << 16)
        | (FloatProgram.FS << 11)
        | (FloatProgram.FD << 6)
        | function;
  }

  private static List<int[]> arithmetic() {
    List<int[]> pieces = new ArrayList<>();
    for (int format : new int[] {S, D}) {
      for (int function = 0; function < 4; function++) {
        pieces.add(one(operation(format, function)));
      }
      for (int function = 4; function < 16; function++) {
        pieces.add(one(unary(format, function)));
      }
      pieces.add(one(unary(format, 0x15)));
      pieces.add(one(unary(format, 0x16)));
      pieces.add(one(unary(format, format == S ? 0x21 : 0x20)));
      pieces.add(one(unary(format, 0x24)));
      pieces.add(one(unary(format, 0x25)));
    }
    for (int format : new int[] {W, L}) {
      pieces.add(one(unary(format, 0x20)));
      pieces.add(one(unary(format, 0x21)));
    }
    for (int function : new int[] {0x20, 0x28, 0x30, 0x38}) {
      pieces.add(one(extended(function)));
      pieces.add(one(extended(function + 1)));
    }
    return pieces;
  }

  private static List<int[]> comparisons() {
    List<int[]> pieces = new ArrayList<>();
    for (int format : new int[] {S, D}) {
      for (int condition = 0; condition < 16; condition++) {
        int code = condition % 8;
        pieces.add(one((operation(format, 0x30 + condition) & ~(31 << 6)) | (code << 8)));
      }
    }
    return pieces;
  }

  @Test
  void arithmetic_equals_that_of_qemu() throws Exception {
    compare(arithmetic(), 1);
  }

  @Test
  void comparisons_equal_those_of_qemu() throws Exception {
    compare(comparisons(), 2);
  }

  /** What looks at a condition, after a comparison set it: branches with slots, moves. */
  private static List<int[]> conditionals() {
    List<int[]> pieces = new ArrayList<>();
    for (int code = 0; code < 8; code++) {
      int compare = (operation(D, 0x3c) & ~(31 << 6)) | (code << 8);
      for (int when = 0; when < 2; when++) {
        int bits = (code << 18) | (when << 16);
        // The slot adds 1, what the branch leads over adds 2.
        int[] branch = {compare, 0x45000002 | bits, addT2(1), addT2(2)};
        int[] likely = {compare, 0x45020002 | bits, addT2(1), addT2(2)};
        int[] computing = {compare, 0x45000002 | bits, operation(D, 0), addT2(2)};
        int[] move = {compare, special(0x01, COUNTER, 0, FloatProgram.T2, 0) | bits};
        int copy = 0x46000011 | bits | (FloatProgram.FS << 11) | (FloatProgram.FD << 6);
        pieces.addAll(
            List.of(
                branch,
                likely,
                computing,
                move,
                new int[] {compare, copy},
                new int[] {compare, copy | (1 << 21)}));
      }
    }
    for (int function : new int[] {0x12, 0x13}) {
      for (int format : new int[] {S, D}) {
        int zero = unary(format, function);
        pieces.add(one(zero));
        pieces.add(one(zero | (COUNTER << 16)));
      }
    }
    return pieces;
  }

  private static int addT2(int value) {
    return Mips.addiu(FloatProgram.T2, FloatProgram.T2, value);
  }

  /** Moves between registers and parts of them, and all of the control register's places. */
  private static List<int[]> moves() {
    List<int[]> pieces = new ArrayList<>();
    int t2 = FloatProgram.T2 << 16;
    for (int from : new int[] {0x44000000, 0x44600000}) {
      pieces.add(one(from | t2 | (FloatProgram.FS << 11)));
    }
    for (int to : new int[] {0x44800000, 0x44e00000}) {
      pieces.add(
          new int[] {0x44000000 | t2 | (FloatProgram.FS << 11), to | t2 | (FloatProgram.FD << 11)});
    }
    // mfc1 $t2,$f0; andi: no cause that is enabled; ctc1 $t2,$N; cfc1 $t2,$M
    for (int place : new int[] {25, 26, 28, 31}) {
      for (int read : new int[] {0, 1, 25, 26, 28, 31}) {
        pieces.add(
            new int[] {
              0x44000000 | t2 | (FloatProgram.FS << 11),
              Mips.immediate(0x0c, FloatProgram.T2, FloatProgram.T2, place == 28 ? 0xf87 : 0x7f),
              0x44c00000 | t2 | (place << 11),
              0x44400000 | t2 | (read << 11),
            });
      }
    }
    return pieces;
  }

  @Test
  void what_depends_on_conditions_does_as_under_qemu() throws Exception {
    compare(conditionals(), 3);
  }

  @Test
  void moves_and_control_equal_those_of_qemu() throws Exception {
    compare(moves(), 4);
  }

  @Test
  void registers_of_32_bits_pair_up_as_under_qemu() throws Exception {
    List<int[]> pieces = new ArrayList<>(moves());
    pieces.addAll(conditionals());
    arithmetic().stream().filter(piece -> !isLong(piece[0])).forEach(pieces::add);
    List<long[]> operands = FloatProgram.operands(new Random(5), 20);
    compare(new FloatProgram(pieces, SETTINGS, operands).narrowElf(order), pieces, operands, 5);
  }

  @Test
  void longs_need_registers_of_64_bits() {
    List<long[]> operands = FloatProgram.operands(new Random(6), 1);
    FloatProgram program = new FloatProgram(List.of(one(0x46200225)), new int[] {0}, operands);

    assertThat(Guests.run(program.elf(order)).exit()).isEqualTo(new GuestExit.Exited(0));
    assertThat(Guests.run(program.narrowElf(order)).exit().describe())
        .contains("not an instruction");
  }

  /** To or from a long. */
  private static boolean isLong(int word) {
    int format = (word >>> 21) & 31;
    int function = word & 63;
    boolean plain = word >>> 26 == 0x11;
    return plain && (format == L || function == 0x25 || (function >= 8 && function < 12));
  }

  @Test
  void a_stock_glibc_prints_reads_and_computes_as_under_qemu() throws Exception {
    Path elf = Toolchain.cached().build(Path.of("src/test/guests/floating.c"), order, "-O2", "-lm");

    Guests.Outcome outcome = Guests.run(Files.readAllBytes(elf));

    assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0));
    assertThat(outcome.output().text()).isEqualTo(new String(qemu(elf), UTF_8));
  }

  private byte[] qemu(Path elf) throws Exception {
    Path nothing = Files.write(scratch.resolve("stdin"), new byte[0]);
    return Qemu.run(elf, nothing, 60).output().bytes();
  }

  private void compare(List<int[]> pieces, long seed) throws Exception {
    List<long[]> operands = FloatProgram.operands(new Random(seed), COUNT);
    compare(new FloatProgram(pieces, SETTINGS, operands).elf(order), pieces, operands, seed);
  }

  private void compare(byte[] elf, List<int[]> pieces, List<long[]> operands, long seed)
      throws Exception {
    int count = operands.size();
    Path file = scratch.resolve("floats.elf");
    Files.write(file, elf);
    ByteBuffer expected = ByteBuffer.wrap(qemu(file)).order(order);

    Guests.Outcome outcome = Guests.run(elf);

    assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0));
    ByteBuffer actual = ByteBuffer.wrap(outcome.output().bytes()).order(order);
    assertThat(actual.capacity()).isEqualTo(expected.capacity());
    List<String> differences = new ArrayList<>();
    for (int at = 0; at < actual.capacity(); at += FloatProgram.RESULT_BYTES) {
      int run = at / FloatProgram.RESULT_BYTES;
      int group = run / count;
      String got = result(actual, at);
      String wanted = result(expected, at);
      if (!got.equals(wanted) && differences.size() < 40) {
        long[] triple = operands.get(run % count);
        differences.add(
            "%s in mode %08x of %016x, %016x, %016x: %s, not %s"
                .formatted(
                    Disassembly.of(Decoder.decode(pieces.get(group / SETTINGS.length)[0], 0x10000)),
                    SETTINGS[group % SETTINGS.length],
                    triple[0],
                    triple[1],
                    triple[2],
                    got,
                    wanted));
      }
    }
    assertThat(differences).as("seed %d", seed).isEmpty();
  }

  private static String result(ByteBuffer bytes, int at) {
    return "%016x %08x %08x"
        .formatted(bytes.getLong(at), bytes.getInt(at + 8), bytes.getInt(at + 12));
  }
}
