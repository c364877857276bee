package dev.provelet.guest.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.provelet.guest.GuestExit;
import dev.provelet.guest.harness.Guests;
import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a program is called with is on its stack, and in the statement. */
@ParameterizedClass
@MethodSource("dev.provelet.guest.harness.Guests#orders")
record GuestArgumentsTest(ByteOrder order) {
  private static final byte[] NOTHING = {};
  private static final byte[] PUBLIC = "what is public".getBytes(UTF_8);

  private static List<byte[]> bytes(String... strings) {
    return Stream.of(strings).map(string -> string.getBytes(UTF_8)).toList();
  }

  private Guests.Outcome run(byte[] publicInput) {
    return Guests.run(Guests.resource(order, "arguments"), publicInput, NOTHING);
  }

  private void assertSeen(List<byte[]> arguments, List<byte[]> environment, byte[] publicInput)
      throws Exception {
    Guests.Outcome outcome = run(GuestArguments.of(arguments, environment).before(publicInput));

    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (List<byte[]> strings : List.of(arguments, environment)) {
      for (byte[] string : strings) {
        expected.writeBytes(string);
        expected.write(0);
      }
      expected.write('|');
    }
    expected.writeBytes(publicInput);
    assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0));
    assertThat(outcome.output().bytes()).isEqualTo(expected.toByteArray());
    assertThat(outcome.statementHolds()).isTrue();
  }

  @Test
  void a_program_finds_its_arguments_its_environment_and_its_public_input() throws Exception {
    assertSeen(bytes("name", "one", "two"), bytes("A=1", "LONG_NAME=with = in it"), PUBLIC);
  }

  @Test
  void any_number_and_any_bytes_will_do() throws Exception {
    byte[] high = {(byte) 0xff, (byte) 0x80, 1, '\n'};

    assertSeen(bytes("x"), bytes(), NOTHING);
    assertSeen(bytes(""), bytes(), PUBLIC);
    assertSeen(bytes("x", "", "", "y"), bytes("E=", "F=é"), PUBLIC);
    assertSeen(List.of(high, high), List.of("H=ÿ".getBytes(UTF_8)), PUBLIC);
    for (int size = 1; size < 9; size++) {
      assertSeen(bytes("a".repeat(size), "b"), bytes("N=" + "c".repeat(size)), PUBLIC);
    }
  }

  @Test
  void much_will_do_but_not_more_than_128_kib() throws Exception {
    assertSeen(bytes("x", "y".repeat(100_000)), bytes("Z=" + "z".repeat(30_000)), PUBLIC);
    assertSeen(Collections.nCopies(9000, "12".getBytes(UTF_8)), bytes(), PUBLIC);

    assertThatExceptionOfType(InvalidArgumentsException.class)
        .isThrownBy(() -> GuestArguments.of(bytes("y".repeat(1 << 17)), bytes()))
        .withMessageContaining("131073 bytes; the most is 131072");
  }

  @Test
  void without_any_a_program_is_called_as_before() {
    Guests.Outcome outcome = run(PUBLIC);

    assertThat(outcome.output().text()).isEqualTo("guest\0||what is public");
    assertThat(outcome.statementHolds()).isTrue();
  }

  @Test
  void what_cannot_be_an_argument_is_refused() {
    assertThatExceptionOfType(InvalidArgumentsException.class)
        .isThrownBy(() -> GuestArguments.of(bytes(), bytes("A=1")))
        .withMessageContaining("its name");
    assertThatExceptionOfType(InvalidArgumentsException.class)
        .isThrownBy(() -> GuestArguments.of(bytes("x", "a\0b"), bytes()))
        .withMessageContaining("zero byte");
    for (String variable : List.of("", "novalue", "=value")) {
      assertThatExceptionOfType(InvalidArgumentsException.class)
          .isThrownBy(() -> GuestArguments.of(bytes("x"), bytes(variable)))
          .withMessageContaining("NAME=VALUE");
    }
  }

  @Test
  void arguments_that_leave_no_room_on_the_stack_end_the_run() throws Exception {
    byte[] publicInput =
        GuestArguments.of(Collections.nCopies(60_000, "1".getBytes(UTF_8)), bytes()).before(PUBLIC);

    // The guest's stack has 256 KiB.
    assertThat(run(publicInput).exit().describe()).contains("no room on the stack of 262144 bytes");
  }

  @Test
  void a_public_input_that_only_begins_like_arguments_ends_the_run() throws Exception {
    byte[] right = GuestArguments.of(bytes("name", "one"), bytes("A=1")).before(NOTHING);
    int header = 32;

    for (int size = header + 12; size < right.length; size++) {
      assertThat(run(Arrays.copyOf(right, size)).exit().describe())
          .as("the first %d bytes", size)
          .contains("begins with the tag of arguments");
    }
    for (int at = header; at < header + 12; at++) {
      for (int change : new int[] {1, 0x80}) {
        byte[] wrong = right.clone();
        wrong[at] ^= (byte) change;
        assertThat(run(wrong).exit().describe())
            .as("another bit in byte %d", at)
            .contains("begins with the tag of arguments");
      }
    }
  }

  @Test
  void another_tag_is_the_programs_own_input() throws Exception {
    byte[] right = GuestArguments.of(bytes("name"), bytes()).before(NOTHING);

    for (int at = 0; at < 32; at++) {
      byte[] other = right.clone();
      other[at] ^= 1;
      Guests.Outcome outcome = run(other);
      assertThat(outcome.output().bytes()).startsWith("guest".getBytes(UTF_8)).endsWith(other);
      assertThat(outcome.statementHolds()).isTrue();
    }
  }

  @Test
  void the_form_is_the_one_that_was_released() throws Exception {
    byte[] publicInput = GuestArguments.of(bytes("name", "one"), bytes("A=1")).before(PUBLIC);

    byte[] tag =
        MessageDigest.getInstance("SHA-256")
            .digest(
                "provelet: the arguments and environment of a program, version 1".getBytes(UTF_8));
    byte[] rest = "\2\0\0\0\1\0\0\0\15\0\0\0name\0one\0A=1\0\0\0\0what is public".getBytes(UTF_8);
    byte[] expected = Arrays.copyOf(tag, tag.length + rest.length);
    System.arraycopy(rest, 0, expected, tag.length, rest.length);
    assertThat(publicInput).isEqualTo(expected);
  }
}
