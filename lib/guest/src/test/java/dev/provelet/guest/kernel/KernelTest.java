package dev.provelet.guest.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.GuestExit;
import dev.provelet.guest.harness.ElfBuilder;
import dev.provelet.guest.harness.Guests;
import dev.provelet.guest.harness.Mips;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel under guests written in C, see {@code src/test/c}. */
@ParameterizedClass
@MethodSource("dev.provelet.guest.harness.Guests#orders")
record KernelTest(ByteOrder order) {
  private static final byte[] NOTHING = {};

  private byte[] guest(String name) {
    return Guests.resource(order, name);
  }

  private byte[] program(int... words) {
    return ElfBuilder.program(order, words).build();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 55, 56, 63, 64, 65, 119, 120, 4092, 4095, 4097, 50_001})
  void what_is_read_in_any_pieces_is_what_is_hashed_and_written(int size) {
    byte[] input = random(size);

    Guests.Outcome outcome = Guests.run(guest("echo"), NOTHING, input);

    assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0));
    assertThat(outcome.output().bytes()).isEqualTo(input);
    assertThat(outcome.statementHolds()).isTrue();
  }

  @Test
  void aligned_data_costs_less_than_an_instruction_a_byte_or_three_if_they_must_be_turned() {
    byte[] input = random(200_000);

    Guests.Outcome outcome = Guests.run(guest("blocks"), NOTHING, input);

    assertThat(outcome.output().bytes()).isEqualTo(input);
    assertThat(outcome.statementHolds()).isTrue();
    int turning = order == ByteOrder.BIG_ENDIAN ? 2 * input.length : 0;
    assertThat(outcome.instructions()).isLessThan(input.length + turning);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "0, 7", "5, 0", "64, 64", "1001, 999", "12345, 6789"})
  void the_public_input_is_read_from_descriptor_3_and_hashed(int publicSize, int stdinSize) {
    byte[] publicInput = random(publicSize);
    byte[] stdin = random(stdinSize);

    Guests.Outcome outcome = Guests.run(guest("public"), publicInput, stdin);

    assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0));
    assertThat(outcome.output().bytes()).isEqualTo(joined(publicInput, stdin));
    assertThat(outcome.statementHolds()).isTrue();
  }

  @Test
  void the_public_input_has_a_path() {
    byte[] publicInput = random(777);

    Guests.Outcome outcome = Guests.run(guest("paths"), publicInput, NOTHING);

    assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0));
    assertThat(outcome.output().bytes()).isEqualTo(publicInput);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "memory",
        "fresh",
        "advice",
        "badpointer",
        "threads",
        "clock",
        "calls",
        "descriptors",
        "limits",
        "floats",
        "events",
        "pipes",
        "signals",
        "signalframes",
        "signalwaits",
        "timers"
      })
  void guests_that_check_themselves_find_nothing_wrong(String name) {
    Guests.Outcome outcome = Guests.run(guest(name));

    assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0));
    assertThat(outcome.statementHolds()).isTrue();
  }

  @Test
  void inputs_can_be_read_until_their_end_and_outputs_written() {
    Guests.Outcome outcome = Guests.run(guest("streams"), new byte[] {'x'}, new byte[] {'y', 'z'});

    assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0));
  }

  @Test
  void what_does_not_come_to_pass_may_be_beyond_the_clocks_end() {
    Guests.Outcome outcome = Guests.run(guest("far"), NOTHING, new byte[] {'n'});

    assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0));
  }

  @ParameterizedTest
  @ValueSource(chars = {'s', 'u', 'p', 'm', 'f', 'w', 'i', 'l', 't'})
  void a_clock_that_would_go_beyond_its_end_ends_the_run(char way) {
    Guests.Outcome outcome = Guests.run(guest("far"), NOTHING, new byte[] {(byte) way});

    assertThat(outcome.exit()).isInstanceOf(GuestExit.Trapped.class);
    assertThat(outcome.exit().describe()).contains("clock", "2106", "wait for less");
  }

  @Test
  void memory_that_was_never_used_is_given_without_clearing_it() {
    Guests.Outcome outcome = Guests.run(guest("mappings"));

    assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0));
    assertThat(outcome.instructions()).isLessThan(23_000);
  }

  @Test
  void what_went_to_descriptor_1_while_it_stood_for_a_pipe_is_no_output() {
    assertThat(Guests.run(guest("pipes")).output().text()).isEqualTo("shown\n");
  }

  @Test
  void a_pipe_that_nobody_reads_ends_who_writes_to_it() {
    assertThat(Guests.run(guest("brokenpipe")).exit()).isEqualTo(new GuestExit.Exited(141));
  }

  @Test
  void a_pipe_that_nobody_reads_any_more_ends_who_is_not_done_writing_to_it() {
    assertThat(Guests.run(guest("halfpipe")).exit()).isEqualTo(new GuestExit.Exited(141));
  }

  @Test
  void a_pipe_that_nobody_will_write_to_is_a_deadlock() {
    assertThat(Guests.run(guest("emptypipe")).exit()).isEqualTo(new GuestExit.Deadlocked(1));
  }

  @Test
  void unknown_calls_are_named_and_known_ones_are_not() {
    Guests.Outcome outcome = Guests.run(guest("calls"));

    assertThat(outcome.notes()).isEqualTo(Map.of(1L, 1L, 4200L, 2L, 5999L, 1L, 0xffffffffL, 1L));
  }

  @Test
  void randomness_is_the_same_in_every_run() {
    Guests.Outcome first = Guests.run(guest("calls"));
    Guests.Outcome second = Guests.run(guest("calls"), random(10), random(20));

    assertThat(first.output().bytes()).isEqualTo(second.output().bytes()).hasSize(32);
  }

  @Test
  void the_first_stack_holds_what_linux_puts_there() {
    Guests.Outcome outcome = Guests.run(guest("start"));

    assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0));
    assertThat(outcome.output().text())
        .startsWith("argc 00000001\n")
        .contains("AT 04 00000020\n", "AT 06 00001000\n", "AT 17 00000064\n", "AT 23 00000000\n")
        .containsPattern("AT 03 000100[0-9a-f]{2}\n")
        .endsWith("end 00000000\n");
  }

  @Test
  void the_last_threads_exit_ends_the_process() {
    byte[] elf = program(Mips.call(4001, 5));

    assertThat(Guests.run(elf).exit()).isEqualTo(new GuestExit.Exited(5));
  }

  @Test
  void an_exit_status_has_eight_bits() {
    assertThat(Guests.run(program(Mips.exit(0x105))).exit()).isEqualTo(new GuestExit.Exited(5));
    assertThat(Guests.run(program(Mips.exit(0x100))).exit()).isEqualTo(new GuestExit.Exited(0));
  }

  @Test
  void threads_that_all_wait_are_a_deadlock() {
    Guests.Outcome outcome = Guests.run(guest("stuck"));

    assertThat(outcome.exit()).isEqualTo(new GuestExit.Deadlocked(3));
    assertThat(outcome.output().text()).isEqualTo("waiting\n");
  }

  @Test
  void a_program_that_aborts_ends_as_a_shell_would_show_it() {
    assertThat(Guests.run(guest("abort")).exit()).isEqualTo(new GuestExit.Exited(134));
  }

  @Test
  void a_public_input_that_leaves_no_room_is_said_so() {
    byte[] elf =
        new ElfBuilder(order)
            .text(ElfBuilder.TEXT, Mips.exit(0))
            .zeros(ElfBuilder.DATA, 496 << 20)
            .build();
    byte[] publicInput = new byte[16 << 20];

    Guests.Outcome outcome = Guests.run(elf, publicInput, NOTHING);

    assertThat(outcome.exit()).isEqualTo(new GuestExit.OutOfMemory());
    assertThat(outcome.exit().describe()).contains("public input", "512 MiB");
  }

  @Test
  void memory_in_use_is_as_low_as_it_can_be() {
    Guests.Outcome outcome = Guests.run(guest("echo"), NOTHING, random(1000));

    assertThat(outcome.extent()).isLessThan(0x10000 + 0x4000 + 0x10000 + 0x2000);
  }
}
