package dev.provelet.guest.translate;

import static dev.provelet.guest.harness.Mips.NOP;
import static dev.provelet.guest.harness.Mips.SYSCALL;
import static dev.provelet.guest.harness.Mips.addiu;
import static dev.provelet.guest.harness.Mips.addu;
import static dev.provelet.guest.harness.Mips.beq;
import static dev.provelet.guest.harness.Mips.join;
import static dev.provelet.guest.harness.Mips.li;
import static dev.provelet.guest.harness.Mips.special;
import static dev.provelet.guest.harness.Mips.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.GuestExit;
import dev.provelet.guest.harness.ElfBuilder;
import dev.provelet.guest.harness.Guests;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the manual leaves open: as qemu's user mode has it, whose processor is a 24Kf. */
class CornersTest {
  private static final int RESULT = 4;
  private static final int T0 = 8;
  private static final int T1 = 9;
  private static final int DIV = 0x1a;
  private static final int DIVU = 0x1b;
  private static final int TEQ = 0x34;

  private static final int[] EXIT = {addiu(2, 0, 4246), SYSCALL};

  private static int hardware(int number) {
    return (0x1f << 26) | special(0x3b, 0, RESULT, number, 0);
  }

  private static Arguments corner(String name, int status, int[]... parts) {
    return Arguments.of(name, status, join(join(parts), EXIT));
  }

  private static int high(int register) {
    return special(0x10, 0, 0, register, 0);
  }

  private static int low(int register) {
    return special(0x12, 0, 0, register, 0);
  }

  static Stream<Arguments> corners() {
    int[] sum = words(low(RESULT), high(T1), addu(RESULT, RESULT, T1));
    return Stream.of(
        corner(
            "7 / 0 is 7 and nothing remains", 7, li(T0, 7), words(special(DIV, T0, T1, 0, 0)), sum),
        corner(
            "so it is without a sign", 200, li(T0, 200), words(special(DIVU, T0, T1, 0, 0)), sum),
        corner("so it is for $0", 7, li(T0, 7), words(special(DIV, T0, 0, 0, 0)), sum),
        corner(
            "so it is in a slot, whatever stands behind it",
            9,
            li(T0, 9),
            words(beq(0, 0, 2), special(DIV, T0, T1, 0, 0), special(TEQ, T1, 0, 0, 7)),
            sum),
        corner(
            "the lowest number / -1 is the lowest number",
            0x80,
            li(T0, 0x80000000),
            li(T1, -1),
            words(special(DIV, T0, T1, 0, 0), low(RESULT), special(0x02, 0, RESULT, RESULT, 24)),
            words(high(T1), addu(RESULT, RESULT, T1))),
        corner("the processor's number", 0, words(hardware(0))),
        corner("the bytes of a cache line", 32, words(hardware(1))),
        corner("the counter that does not count", 0, words(hardware(2))),
        corner("how fast it would", 2, words(hardware(3))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("corners")
  void corners_are_as_in_qemu(String name, int status, int[] program) {
    Guests.Outcome outcome = Guests.run(ElfBuilder.program(program).build());

    assertThat(outcome.exit()).as(name).isEqualTo(new GuestExit.Exited(status));
  }

  @Test
  void a_division_that_is_guarded_costs_nothing_more() {
    int[] guarded = words(special(DIV, T0, T1, 0, 0), special(TEQ, T1, 0, 0, 7));
    int[] unguarded = words(special(DIV, T0, T1, 0, 0), NOP);
    int[] nonZero = li(T1, 3);

    long with = Guests.run(ElfBuilder.program(join(nonZero, guarded, EXIT)).build()).instructions();
    long without =
        Guests.run(ElfBuilder.program(join(nonZero, unguarded, EXIT)).build()).instructions();

    assertThat(with).isLessThanOrEqualTo(without);
  }

  @Test
  void a_division_that_is_guarded_still_traps() {
    int[] program = words(special(DIVU, T0, T1, 0, 0), special(TEQ, T1, 0, 0, 7));

    GuestExit exit = Guests.run(ElfBuilder.program(join(program, EXIT)).build()).exit();

    assertThat(exit.describe()).contains("teq $t1,$zero", "division by zero");
  }
}
