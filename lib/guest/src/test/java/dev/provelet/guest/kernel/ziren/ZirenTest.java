package dev.provelet.guest.kernel.ziren;

import static dev.provelet.guest.harness.ZirenInputs.vector;
import static dev.provelet.guest.harness.ZirenInputs.words;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.GuestExit;
import dev.provelet.guest.harness.ElfBuilder;
import dev.provelet.guest.harness.Guests;
import dev.provelet.guest.harness.Mips;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guests that make Ziren's system calls for input, output and the end, see {@code
 * src/test/c/ziren*.c}.
 */
class ZirenTest {
  private static final byte[] NOTHING = {};
  private static final GuestExit HALTED = new GuestExit.Exited(0, GuestExit.Exited.PUBLIC_VALUES);

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static byte[] joined(List<byte[]> parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    parts.forEach(joined::writeBytes);
    return joined.toByteArray();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static Guests.Outcome echo(List<byte[]> inputs, byte[] digest) {
    List<byte[]> all = new ArrayList<>(inputs);
    all.addFirst(words(inputs.size()));
    all.addLast(digest);
    return Guests.run(Guests.resource("zirenecho"), "public".getBytes(UTF_8), vector(all));
  }

  private static Guests.Outcome call(int code, int... arguments) {
    int[] call = Arrays.copyOf(new int[] {code}, 4);
    System.arraycopy(arguments, 0, call, 1, arguments.length);
    return Guests.run(Guests.resource("zirencall"), NOTHING, vector(words(call)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "4", "1", "3,5", "7,9,11,13", "64,1,64", "4096,2,4095,4098", "65000,33"})
  void inputs_become_public_values_whatever_their_sizes(String sizes) {
    List<byte[]> inputs =
        Arrays.stream(sizes.split(",", -1))
            .filter(size -> !size.isEmpty())
            .map(size -> random(Integer.parseInt(size)))
            .toList();
    byte[] values = joined(inputs);

    Guests.Outcome outcome = echo(inputs, sha256(values));

    assertThat(outcome.exit()).isEqualTo(HALTED);
    assertThat(outcome.output().bytes()).isEqualTo(values);
    assertThat(outcome.statementHolds()).isTrue();
    assertThat(outcome.diagnostics().text()).isEqualTo("said\nmuttered\n");
  }

  @Test
  void big_endian_guests_may_make_the_calls_too() {
    List<byte[]> inputs = List.of(random(5), random(4099), random(64));
    byte[] values = joined(inputs);
    List<byte[]> all = new ArrayList<>(inputs);
    all.addFirst(words(Integer.reverseBytes(inputs.size())));
    int[] digest = new int[8];
    ByteBuffer.wrap(sha256(values)).asIntBuffer().get(digest);
    all.addLast(words(digest));

    Guests.Outcome outcome =
        Guests.run(Guests.resource(ByteOrder.BIG_ENDIAN, "zirenecho"), NOTHING, vector(all));

    assertThat(outcome.exit()).isEqualTo(HALTED);
    assertThat(outcome.output().bytes()).isEqualTo(values);
    assertThat(outcome.statementHolds()).isTrue();
  }

  @Test
  void inputs_at_any_place_in_stdin_cost_few_instructions_a_byte() {
    byte[] input = random(60_000);

    long aligned = read(List.of(input));
    long shifted = read(List.of(new byte[1], input));
    long none = read(List.of());

    assertThat(aligned - none).isLessThan(1000);
    assertThat(shifted - none).isLessThan(2L * input.length);
  }

  /** How many instructions it takes to read these, and nothing else. */
  private static long read(List<byte[]> inputs) {
    int[] program = {};
    for (byte[] input : inputs) {
      program = Mips.join(program, Mips.call(0xf0), Mips.call(0xf1, ElfBuilder.DATA, input.length));
    }
    byte[] elf =
        new ElfBuilder()
            .text(ElfBuilder.TEXT, Mips.join(program, Mips.call(0, 0)))
            .zeros(ElfBuilder.DATA, 1 << 17)
            .build();
    Guests.Outcome outcome = Guests.run(elf, NOTHING, vector(inputs));
    assertThat(outcome.exit()).isEqualTo(HALTED);
    return outcome.instructions();
  }

  @Test
  void a_guest_need_not_commit() {
    Guests.Outcome outcome = echo(List.of(random(100)), NOTHING);

    assertThat(outcome.exit()).isEqualTo(HALTED);
    assertThat(outcome.statementHolds()).isTrue();
  }

  @Test
  void committing_to_another_digest_ends_the_run() {
    byte[] digest = sha256(random(100));
    digest[31] ^= 1;

    Guests.Outcome outcome = echo(List.of(random(100)), digest);

    assertThat(outcome.exit()).isInstanceOf(GuestExit.Trapped.class);
    assertThat(outcome.exit().describe()).contains("COMMIT", "SHA-256", "descriptor 13");
    assertThat(outcome.statementHolds()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {4246, 4001, 0})
  void however_a_guest_ends_its_output_are_the_public_values(int end) {
    byte[] elf =
        ElfBuilder.program(
                Mips.join(
                    Mips.call(2, 13, ElfBuilder.TEXT, 8),
                    Mips.call(4004, 1, ElfBuilder.TEXT, 16),
                    Mips.call(2, 1, ElfBuilder.TEXT, 16),
                    Mips.call(end, 0)))
            .build();

    Guests.Outcome outcome = Guests.run(elf);

    assertThat(outcome.exit()).isEqualTo(HALTED);
    assertThat(outcome.output().bytes()).hasSize(8);
    assertThat(outcome.statementHolds()).isTrue();
  }

  @Test
  void exit_of_a_guest_checks_what_it_committed_to() {
    int[] program = Mips.join(Mips.call(2, 13, ElfBuilder.TEXT, 8), Mips.call(0x10, 0, 1));

    GuestExit exit =
        Guests.run(ElfBuilder.program(Mips.join(program, Mips.exit(0))).build()).exit();

    assertThat(exit.describe()).contains("COMMIT are not the SHA-256");
  }

  /** Makes calls by numbers that it computes, so that its code does not show which. */
  private static int[] hidden(int number, int... arguments) {
    int[] call = Mips.call(number - 1, arguments);
    call[call.length - 1] = Mips.addiu(2, 2, 1);
    return Mips.join(call, Mips.words(Mips.SYSCALL));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 0x10, 0x1a, 0xf0, 0xf1})
  void a_program_of_linux_has_no_other_output_and_no_other_end(int call) {
    int[] program =
        Mips.join(
            Mips.call(4004, 1, ElfBuilder.TEXT, 16),
            hidden(call, call == 2 ? 13 : 0, ElfBuilder.TEXT, 4),
            Mips.exit(0));

    Guests.Outcome outcome = Guests.run(ElfBuilder.program(program).build());

    assertThat(outcome.exit().describe())
        .contains("is a call of Ziren's", "does not show that it was made for Ziren");
    assertThat(outcome.statementHolds()).isFalse();
  }

  @Test
  void older_guests_have_public_values_at_descriptor_3() {
    int[] program =
        Mips.join(
            Mips.call(2, 3, ElfBuilder.TEXT, 8),
            Mips.call(2, 3, ElfBuilder.TEXT, 0),
            Mips.call(2, 3, ElfBuilder.TEXT, 4),
            Mips.call(0, 0));

    Guests.Outcome outcome = Guests.run(ElfBuilder.program(program).build(), random(9), NOTHING);

    assertThat(outcome.exit()).isEqualTo(HALTED);
    assertThat(outcome.output().bytes()).hasSize(12);
    assertThat(outcome.statementHolds()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"3, 13", "13, 3"})
  void public_values_at_both_descriptors_are_no_output_of_any_guest(int first, int second) {
    int[] program =
        Mips.join(
            Mips.call(2, first, ElfBuilder.TEXT, 8),
            Mips.call(2, second, ElfBuilder.TEXT, 8),
            Mips.call(0, 0));

    assertThat(Guests.run(ElfBuilder.program(program).build()).exit().describe())
        .contains("both descriptor 3 and descriptor 13");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "7, 7", "255, 255", "256, 255", "-1, 255"})
  void halting_with_a_status_is_an_exit_with_it(int status, int shown) {
    assertThat(call(0, status).exit()).isEqualTo(new GuestExit.Exited(shown));
  }

  @ParameterizedTest
  @CsvSource({
    "0x03, 0, 0, unconstrained blocks are not supported",
    "0x04, 0, 0, unconstrained blocks are not supported",
    "0x1b, 0, 0, a guest cannot verify proofs",
    "0xf2, 0, 0, a guest cannot verify proofs",
    "0x02, 14, 0, makes an input out of unconstrained data",
    "0x02, 15, 0, descriptor 15 belongs to a hook",
    "0x02, 20, 0, descriptor 20 belongs to a hook",
    "0x02, 4, 0, a write to descriptor 4 makes an input out of unconstrained data",
    "0x02, 5, 0, descriptor 5 does not exist",
    "0x02, 12, 0, descriptor 12 does not exist",
    "0x02, -1, 0, descriptor -1 belongs to a hook",
    "0xf0, 0, 0, there are no more inputs",
    "0xf1, 0x100000, 0, there are no more inputs",
    "0x10, 8, 1, does not take these arguments: 0x00000008",
    "0x1a, 8, 1, does not take these arguments: 0x00000008",
    "0x00010031, 0, 0, system call 0x00010031 is not served",
    "0x010100ff, 0, 0, system call 0x010100ff is not served",
  })
  void what_cannot_be_kept_ends_the_run_with_words(String code, String a, String b, String words) {
    Guests.Outcome outcome = call(Integer.decode(code), Integer.decode(a), Integer.decode(b));

    assertThat(outcome.exit()).isInstanceOf(GuestExit.Trapped.class);
    assertThat(outcome.exit().describe()).contains("syscall", words);
  }

  @Test
  void a_call_that_gives_nothing_back_leaves_its_number() {
    assertThat(call(0x10, 3, 4).output().bytes()).isEqualTo(words(0x10));
    assertThat(call(0x1a, 7, 4).output().bytes()).isEqualTo(words(0x1a));
  }

  @Test
  void deferred_proofs_are_refused_at_the_end() {
    int[] program = Mips.join(Mips.call(0x1a, 2, 5), Mips.call(0, 0));

    GuestExit exit = Guests.run(ElfBuilder.program(program).build()).exit();

    assertThat(exit.describe()).contains("COMMIT_DEFERRED_PROOFS", "not zero");
  }

  @Test
  void reading_another_length_than_the_inputs_or_to_no_words_address_is_refused() {
    for (int[] arguments : new int[][] {{0x100000, 3}, {0x100000, 5}, {0x100002, 4}, {-4, 4}}) {
      int[] program = Mips.join(Mips.call(0xf1, arguments), Mips.call(0, 0));

      GuestExit exit =
          Guests.run(ElfBuilder.program(program).build(), NOTHING, vector(new byte[4])).exit();

      assertThat(exit.describe()).contains("0x000000f1 does not take these arguments");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01",
        "0100000000000000",
        "010000000000000004000000000000",
        "010000000000000005000000000000000102030400",
        "0000000001000000",
        "01000000000000000400000001000000",
        "0100000000000000ffffffff00000000"
      })
  void what_is_no_vector_of_inputs_is_said_so(String hex) {
    byte[] stdin = HexFormat.of().parseHex(hex);
    if (hex.length() == 42) {
      stdin = Arrays.copyOf(stdin, 20);
    }

    GuestExit exit = Guests.run(Guests.resource("zirencall"), NOTHING, stdin).exit();

    assertThat(exit.describe()).contains("stdin is not a vector of inputs");
  }
}
