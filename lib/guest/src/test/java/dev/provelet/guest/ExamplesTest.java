package dev.provelet.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.harness.Guests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guests under {@code examples}, as they are checked in. */
class ExamplesTest {
  private static final byte[] NOTHING = {};

  private static byte[] elf(String name) throws IOException {
    return Files.readAllBytes(Path.of("../../examples", name, name + ".elf"));
  }

  private static Guests.Outcome run(String name, byte[] stdin) throws IOException {
    return Guests.run(elf(name), "public".getBytes(UTF_8), stdin);
  }

  /** Lines of an ELF, its id and the program's, which the engine's tests look at. */
  private static Stream<String[]> pins() throws IOException {
    return Files.readAllLines(Path.of("../../examples/program-ids.txt")).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(" ", -1));
  }

  @Test
  void what_is_checked_in_is_what_was_reviewed() throws Exception {
    for (String[] pin : pins().toList()) {
      byte[] elf = Files.readAllBytes(Path.of("../../examples", pin[0]));
      assertThat(ElfId.of(elf)).as(pin[0]).hasToString(pin[1]);
    }
    assertThat(pins().map(pin -> pin[0]))
        .contains("hash-c/hash-c.elf", "loop-c/loop-c.elf", "sha256-go/sha256-go.elf");
  }

  @Test
  void translation_is_a_function_of_the_bytes() throws Exception {
    byte[] elf = elf("sha256-go");

    byte[] first = GuestProgram.translate(elf).engineProgram();
    byte[] second = GuestProgram.translate(elf.clone()).engineProgram();

    assertThat(first).isEqualTo(second);
  }

  /** A change here changes every program's program_id: say so in the changelog. */
  @Test
  void the_translation_is_the_one_that_was_released() throws Exception {
    byte[] program = GuestProgram.translate(elf("hash-c")).engineProgram();

    assertThat(ElfId.of(program))
        .hasToString("f07fcea727eaec7acc5992c22a7ee7cb67d45ae0ffd32f5c08026640c667e5cc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hash-c", "sha256-go"})
  void hashes_of_stdin_are_right(String name) throws Exception {
    for (int size : new int[] {0, 1, 55, 56, 64, 4095, 4096, 10_000}) {
      byte[] input = new byte[size];
      new Random(size).nextBytes(input);

      Guests.Outcome outcome = run(name, input);

      byte[] digest = MessageDigest.getInstance("SHA-256").digest(input);
      assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0));
      assertThat(outcome.output().text()).isEqualTo(HexFormat.of().formatHex(digest) + "\n");
      assertThat(outcome.statementHolds()).isTrue();
      assertThat(outcome.notes()).isEmpty();
    }
  }

  @Test
  void the_loop_takes_as_long_as_it_is_told() throws Exception {
    Guests.Outcome ten = run("loop-c", "10000".getBytes(UTF_8));
    Guests.Outcome twenty = run("loop-c", "20000\n".getBytes(UTF_8));

    // What qemu-mipsel prints.
    assertThat(ten.output().text()).isEqualTo("16bc42b3\n");
    assertThat(ten.statementHolds()).isTrue();
    assertThat(twenty.instructions() - ten.instructions()).isBetween(150_000L, 300_000L);
  }

  @Test
  void an_exit_status_is_reported_with_what_was_written() throws Exception {
    Guests.Outcome outcome = run("exit-7", NOTHING);

    assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(7));
    assertThat(outcome.exit().success()).isFalse();
    assertThat(outcome.exit().describe()).contains("status 7");
    assertThat(outcome.output().text()).isEqualTo("some output\n");
    assertThat(outcome.diagnostics().text()).isEqualTo("giving up\n");
    assertThat(outcome.statementHolds()).as("nothing is revealed").isFalse();
  }

  @Test
  void a_reserved_instruction_traps_at_its_address() throws Exception {
    GuestExit exit = run("trap", NOTHING).exit();

    assertThat(exit.describe()).contains("in reach", "0x0000003f", "not an instruction");
  }

  @Test
  void a_deadlock_is_noticed() throws Exception {
    assertThat(run("deadlock", NOTHING).exit()).isEqualTo(new GuestExit.Deadlocked(1));
  }

  @Test
  void an_endless_loop_reaches_its_limit() throws Exception {
    GuestExit exit = Guests.run(elf("endless"), NOTHING, NOTHING, 100_000).exit();

    assertThat(exit).isEqualTo(new GuestExit.LimitReached(100_000));
  }
}
