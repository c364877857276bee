package dev.provelet.guest.floats;

import static dev.provelet.guest.harness.Mips.addiu;
import static dev.provelet.guest.harness.Mips.immediate;
import static dev.provelet.guest.harness.Mips.join;
import static dev.provelet.guest.harness.Mips.li;
import static dev.provelet.guest.harness.Mips.special;
import static dev.provelet.guest.harness.Mips.sw;
import static dev.provelet.guest.harness.Mips.words;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.provelet.guest.GuestExit;
import dev.provelet.guest.harness.ElfBuilder;
import dev.provelet.guest.harness.Guests;
import dev.provelet.guest.harness.Installed;
import dev.provelet.guest.harness.Mips;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs no other implementation of floating point than Java's, which is IEEE 754's. */
class FloatLibraryTest {
  private static final int[] TO_NEAREST = {0};
  private static final int D = 0x46200000;
  private static final int S = 0x46000000;
  private static final int OPERANDS =
      (FloatProgram.FT << 16) | (FloatProgram.FS << 11) | (FloatProgram.FD << 6);

  @TempDir private Path scratch;

  private static ByteBuffer results(int word, List<long[]> operands) {
    FloatProgram program = new FloatProgram(List.of(new int[] {word}), TO_NEAREST, operands);
    Guests.Outcome outcome = Guests.run(program.elf(ByteOrder.LITTLE_ENDIAN));
    assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0));
    return ByteBuffer.wrap(outcome.output().bytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void doubles_are_those_of_java() {
    DoubleBinaryOperator[] operations = {
      Double::sum, (x, y) -> x - y, (x, y) -> x * y, (x, y) -> x / y, (x, _) -> Math.sqrt(x)
    };
    long seed = 11;
    List<long[]> operands = FloatProgram.operands(new Random(seed), 1000);
    for (int function = 0; function < operations.length; function++) {
      int second = function == 4 ? ~(31 << 16) : ~0;
      ByteBuffer results = results((D | OPERANDS | function) & second, operands);
      for (int i = 0; i < operands.size(); i++) {
        double x = Double.longBitsToDouble(operands.get(i)[0]);
        double y = Double.longBitsToDouble(operands.get(i)[1]);
        double wanted = operations[function].applyAsDouble(x, y);
        double got = Double.longBitsToDouble(results.getLong(FloatProgram.RESULT_BYTES * i));
        assertThat(Double.doubleToLongBits(got))
            .as("seed %d, function %d of %a and %a", seed, function, x, y)
            .isEqualTo(Double.doubleToLongBits(wanted));
      }
    }
  }

  @Test
  void singles_are_those_of_java() {
    long seed = 12;
    List<long[]> operands = FloatProgram.operands(new Random(seed), 1000);
    for (int function = 0; function < 4; function++) {
      ByteBuffer results = results(S | OPERANDS | function, operands);
      for (int i = 0; i < operands.size(); i++) {
        float x = Float.intBitsToFloat((int) operands.get(i)[0]);
        float y = Float.intBitsToFloat((int) operands.get(i)[1]);
        float wanted =
            switch (function) {
              case 0 -> x + y;
              case 1 -> x - y;
              case 2 -> x * y;
              default -> x / y;
            };
        float got = Float.intBitsToFloat(results.getInt(FloatProgram.RESULT_BYTES * i));
        assertThat(Float.floatToIntBits(got))
            .as("seed %d, function %d of %a and %a", seed, function, x, y)
            .isEqualTo(Float.floatToIntBits(wanted));
      }
    }
  }

  /** Numbers each general register, HI and LO; computes; writes them all down. */
  @Test
  void computing_leaves_general_registers_hi_and_lo_alone() {
    List<int[]> text = new ArrayList<>();
    text.add(li(2, 0x11223344));
    text.add(words(special(0x11, 2, 0, 0, 0), special(0x13, 2, 0, 0, 0)));
    text.add(li(3, 0x40091eb8));
    // Doubles that are ordinary, and one that is not.
    text.add(words(0x44800000 | (3 << 16), 0x44e00000 | (3 << 16)));
    text.add(words(0x44800000 | (3 << 16) | (2 << 11), 0x44e00000 | (2 << 11)));
    for (int register = 1; register < 32; register++) {
      text.add(words(addiu(register, 0, 0x100 + register)));
    }
    for (int format : new int[] {D, S}) {
      for (int function : new int[] {0, 1, 2, 3}) {
        text.add(words(format | OPERANDS | function));
      }
      for (int function : new int[] {0x04, 0x0d, 0x16, 0x24, format == D ? 0x20 : 0x21}) {
        text.add(words(format | (FloatProgram.FD << 6) | function));
      }
      text.add(words(format | (FloatProgram.FT << 16) | 0x3c));
    }
    text.add(words(Mips.lui(1, 0x10)));
    for (int register = 2; register < 32; register++) {
      text.add(words(sw(register, 4 * register, 1)));
    }
    text.add(words(special(0x10, 0, 0, 2, 0), sw(2, 128, 1)));
    text.add(words(special(0x12, 0, 0, 2, 0), sw(2, 132, 1)));
    text.add(Mips.call(4004, 1, ElfBuilder.DATA, 136));
    text.add(Mips.exit(0));

    Guests.Outcome outcome =
        Guests.run(ElfBuilder.program(join(text.toArray(int[][]::new))).build());

    assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0));
    ByteBuffer printed = ByteBuffer.wrap(outcome.output().bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int register = 2; register < 32; register++) {
      assertThat(printed.getInt(4 * register)).isEqualTo(0x100 + register);
    }
    assertThat(printed.getInt(128)).isEqualTo(0x11223344);
    assertThat(printed.getInt(132)).isEqualTo(0x11223344);
  }

  @Test
  void a_double_far_from_its_base_is_moved() {
    int[] text =
        join(
            li(8, ElfBuilder.DATA),
            words(
                addiu(9, 0, 7),
                sw(9, 0x7ffc, 8),
                addiu(10, 8, 0x7ff0),
                sw(9, 0x10, 10),
                immediate(0x35, 8, 2, 0x7ffc),
                immediate(0x3d, 8, 2, 0),
                Mips.lw(2, 0, 8),
                Mips.lw(3, 4, 8),
                Mips.addu(4, 2, 3)),
            li(2, 4246),
            words(Mips.SYSCALL));

    assertThat(Guests.run(ElfBuilder.program(text).build()).exit())
        .isEqualTo(new GuestExit.Exited(14));
  }

  /** What is checked in is what the sources become, where the same compiler is there. */
  @Test
  void the_library_is_built_from_its_sources() throws Exception {
    Installed.assumed("mipsel-linux-gnu-gcc");
    Path built = scratch.resolve("float.elf");
    Process version = new ProcessBuilder("mipsel-linux-gnu-gcc", "-dumpfullversion").start();
    String compiler = new String(version.getInputStream().readAllBytes(), UTF_8).strip();
    assumeTrue(compiler.equals("12.2.0"), "another compiler");

    Process process =
        new ProcessBuilder("src/main/float/build.sh", built.toString()).inheritIO().start();

    assertThat(process.waitFor()).isZero();
    assertThat(built)
        .hasSameBinaryContentAs(Path.of("src/main/resources/dev/provelet/guest/floats/float.elf"));
  }
}
