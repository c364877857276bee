package dev.provelet.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.harness.Guests;
import dev.provelet.guest.harness.Qemu;
import dev.provelet.guest.harness.Toolchain;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stacks of programs with glibc are as large as on Linux, and no proof comes of an overflow. */
@ParameterizedClass
@MethodSource("dev.provelet.guest.harness.Guests#orders")
class StacksIT {
  private static final Path SOURCES = Path.of("src/test/guests/stacks");
  private static final long LIMIT = 1_000_000_000;
  private static final int SECONDS = 60;
  private static final long MOST_PER_THREAD = 4000;
  private static final String LOW = "-Wl,-Ttext-segment=0x10000";
  private static final String HIGH = "-Wl,-Ttext-segment=0x400000";

  private final ByteOrder order;

  @TempDir private Path scratch;

  StacksIT(ByteOrder order) {
    this.order = order;
  }

  private Path build(String name, String link) throws Exception {
    return Toolchain.cached().build(SOURCES.resolve(name), order, "-O1", "-pthread", link);
  }

  private Guests.Outcome run(String name, String link, String stdin) throws Exception {
    byte[] elf = Files.readAllBytes(build(name, link));
    return Guests.run(elf, new byte[0], stdin.getBytes(UTF_8), LIMIT);
  }

  private void assertSameAsUnderQemu(String name, String link, String stdin) throws Exception {
    Guests.Outcome outcome = run(name, link, stdin);

    Path given = Files.writeString(scratch.resolve("stdin"), stdin);
    Qemu.Result expected = Qemu.run(build(name, link), given, SECONDS);
    assertThat(expected.status()).isZero();
    assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0));
    assertThat(outcome.output().text()).isEqualTo(expected.output().text());
  }

  @ParameterizedTest
  @ValueSource(strings = {LOW, HIGH})
  void a_thread_has_as_much_stack_as_on_linux(String link) throws Exception {
    assertSameAsUnderQemu("deep.c", link, "thread 6");
  }

  @ParameterizedTest
  @ValueSource(strings = {LOW, HIGH})
  void a_thread_that_overflows_its_stack_has_no_proof(String link) throws Exception {
    assertThat(run("deep.c", link, "thread 9").exit().describe())
        .contains("was written, which may not be accessed: a stack overflowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {LOW, HIGH})
  void three_mebibytes_of_the_first_stack_are_no_problem(String link) throws Exception {
    assertSameAsUnderQemu("deep.c", link, "main 3");
  }

  @Test
  void the_first_stack_at_the_bottom_overflows_out_of_memory() throws Exception {
    assertThat(run("deep.c", HIGH, "main 9").exit().describe())
        .contains("the stack of", "bytes overflowed", "-Wl,-z,stack-size");
  }

  @Test
  void the_first_stack_above_a_program_overflows_into_a_guard() throws Exception {
    assertThat(run("deep.c", LOW, "main 9").exit().describe())
        .contains("was written, which may not be accessed: a stack overflowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"protected", "unmapped", "unlocked", "replaced", "none"})
  void a_write_to_what_may_not_be_accessed_has_no_proof(String where) throws Exception {
    assertThat(run("stray.c", HIGH, where).exit().describe())
        .contains("was written, which may not be accessed", "or a pointer was wrong");
  }

  @Test
  void a_write_beyond_the_upper_end_of_the_first_stack_has_no_proof() throws Exception {
    assertThat(run("stray.c", HIGH, "above").exit().describe())
        .contains("was written, which may not be accessed");
  }

  @Test
  void what_goes_nowhere_else_is_proved() throws Exception {
    assertSameAsUnderQemu("stray.c", HIGH, "nowhere");
  }

  @Test
  void threads_that_come_and_go_cost_no_more_the_more_there_were() throws Exception {
    assertSameAsUnderQemu("waves.c", HIGH, "3");
    long few = run("waves.c", HIGH, "2").instructions();
    long more = run("waves.c", HIGH, "12").instructions();
    long many = run("waves.c", HIGH, "22").instructions();

    assertThat(many - more).isLessThan((more - few) * 21 / 20);
    assertThat((many - more) / 40).as("instructions for each thread").isLessThan(MOST_PER_THREAD);
  }
}
