package dev.provelet.guest;

import static dev.provelet.guest.harness.ElfBuilder.TEXT;
import static dev.provelet.guest.harness.Mips.NOP;
import static dev.provelet.guest.harness.Mips.addiu;
import static dev.provelet.guest.harness.Mips.bne;
import static dev.provelet.guest.harness.Mips.join;
import static dev.provelet.guest.harness.Mips.words;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.ExecutionProfile.Call;
import dev.provelet.guest.harness.ElfBuilder;
import dev.provelet.guest.harness.Guests;
import dev.provelet.guest.harness.Mips;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a run did, as the report says it. */
class ExecutionProfileTest {
  private static final int T0 = 8;
  private static final int NOR = Mips.special(0x27, T0, T0, 9, 0);

  /** Ten times round a loop of four instructions, one of which is two of OpenVM's. */
  private static final int[] LOOP =
      join(
          words(addiu(T0, 0, 10), addiu(T0, T0, -1), NOR, bne(T0, 0, -3), NOP),
          Mips.call(4020),
          Mips.call(4020),
          Mips.exit(0));

  private static ExecutionProfile profile(int[] program) {
    return Guests.run(ElfBuilder.program(program).symbol("main", TEXT, 4 * 5).build()).profile();
  }

  @Test
  void executed_instructions_are_counted_by_form() {
    ExecutionProfile profile = profile(LOOP);

    assertThat(profile.forms())
        .isEqualTo(
            Map.of(
                "addiu", 11L, "nor", 10L, "bne", 10L, "nop", 10L, "lui", 4L, "ori", 4L, "syscall",
                3L));
    assertThat(profile.instructions()).isEqualTo(52);
  }

  @Test
  void every_cycle_is_somewhere() {
    Guests.Outcome outcome = Guests.run(Guests.resource("threads"));
    ExecutionProfile profile = outcome.profile();

    assertThat(profile.cycles()).isEqualTo(outcome.instructions());
    long functions =
        profile.functions().stream().mapToLong(ExecutionProfile.Function::cycles).sum();
    assertThat(functions + profile.overhead().kernelCycles()).isEqualTo(profile.cycles());
  }

  @Test
  void functions_are_named_and_the_busiest_comes_first() {
    ExecutionProfile profile = profile(LOOP);

    // Out of line once, where NOR is two instructions and a no-op slot is left out, and back.
    assertThat(profile.functions())
        .containsExactly(
            new ExecutionProfile.Function("main", 1 + (1 + 1 + 2 + 1) + 9 * 4 + 1),
            new ExecutionProfile.Function("(no symbol)", 4 * 2 + 3));
  }

  @Test
  void system_calls_are_counted_by_name() {
    ExecutionProfile profile = profile(LOOP);

    assertThat(profile.calls())
        .containsExactly(new Call(4020, "getpid", 2), new Call(4246, "exit_group", 1));
  }

  @Test
  void calls_that_one_piece_of_code_serves_are_told_apart() {
    int[] program = join(Mips.call(4024), Mips.call(4050), Mips.call(4050), Mips.exit(0));

    assertThat(profile(program).calls())
        .contains(new Call(4024, "getuid", 1), new Call(4050, "getegid", 2));
  }

  @Test
  void a_program_costs_little_more_than_its_instructions() throws Exception {
    byte[] elf = Files.readAllBytes(Path.of("../../examples/loop-c/loop-c.elf"));

    ExecutionProfile profile = Guests.run(elf, new byte[0], "10000".getBytes(UTF_8)).profile();

    assertThat(profile.cyclesPerInstruction()).isBetween(0.8, 1.2);
    assertThat(profile.overhead().floatInstructions()).isZero();
    assertThat(profile.advice()).isEmpty();
  }

  @Test
  void floating_point_is_told_with_its_cost_and_the_way_to_avoid_it() {
    int doubleSum = 0x46200000;
    ExecutionProfile profile = profile(join(words(doubleSum, doubleSum), Mips.exit(0)));

    assertThat(profile.forms()).containsEntry("add.d", 2L);
    assertThat(profile.overhead().floatInstructions()).isEqualTo(2);
    assertThat(profile.overhead().floatCycles()).isGreaterThan(20);
    assertThat(profile.advice()).contains("2 floating-point", "%", "-msoft-float", "GOMIPS");
  }
}
