package dev.provelet.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.decode.Decoder;
import dev.provelet.guest.decode.Disassembly;
import dev.provelet.guest.floats.FloatProgram;
import dev.provelet.guest.machine.Guests;
import dev.provelet.guest.machine.Qemu;
import dev.provelet.guest.machine.Toolchain;
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
@MethodSource("dev.provelet.guest.machine.Guests#orders")
class FloatsIT {
  private static final int S = 0x10;
  private static final int D = 0x11;
  private static final int W = 0x14;
  private static final int L = 0x15;
  private static final int COUNT = 400;

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
    byte[] elf = new FloatProgram(pieces, SETTINGS, operands).elf(order);
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
      int group = run / COUNT;
      String got = result(actual, at);
      String wanted = result(expected, at);
      if (!got.equals(wanted) && differences.size() < 40) {
        long[] triple = operands.get(run % COUNT);
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
