package dev.provelet.guest.ziren;

import static dev.provelet.guest.harness.ZirenInputs.vector;
import static dev.provelet.guest.harness.ZirenInputs.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.GuestExit;
import dev.provelet.guest.GuestProgram;
import dev.provelet.guest.InvalidProgramException;
import dev.provelet.guest.harness.ElfBuilder;
import dev.provelet.guest.harness.Guests;
import dev.provelet.guest.harness.Mips;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs as Ziren's toolchains build them: their memory, and how Go's begin and end. */
class ZirenGuestTest {
  private static final GuestExit HALTED = new GuestExit.Exited(0, GuestExit.Exited.PUBLIC_VALUES);

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void a_guest_with_a_stack_at_the_end_of_zirens_memory_runs_in_ours() {
    byte[] input = random(1001);

    Guests.Outcome outcome = Guests.run(Guests.resource("zirenstart"), random(5000), vector(input));

    assertThat(outcome.exit()).isEqualTo(HALTED);
    assertThat(outcome.output().bytes()).isEqualTo(input);
    assertThat(outcome.statementHolds()).isTrue();
    assertThat(outcome.extent()).as("memory in use").isLessThan(4 << 20);
  }

  /** An allocation of 16 bytes as Ziren's bump allocator makes it; $v0 is its beginning. */
  private static int[] allocation(int variable, int end) {
    return Mips.join(
        Mips.words(Mips.lui(8, variable >>> 16), Mips.lw(2, variable & 0xffff, 8)),
        Mips.words(Mips.bne(2, 0, 3), Mips.NOP),
        Mips.words(Mips.lui(2, end >>> 16), Mips.addiu(2, 2, end & 0xffff)),
        Mips.words(Mips.addiu(9, 2, 16), Mips.sw(9, variable & 0xffff, 8)));
  }

  /** Sets the stack pointer, allocates, and gives both as public values. */
  private static ElfBuilder allocating(int sp, int variable, int end) {
    int[] program =
        Mips.join(
            Mips.words(Mips.lui(29, sp >>> 16), Mips.ori(29, 29, sp & 0xffff)),
            allocation(variable, end),
            Mips.li(8, ElfBuilder.DATA),
            Mips.words(Mips.sw(29, 0, 8), Mips.sw(2, 4, 8)),
            Mips.call(2, 13, ElfBuilder.DATA, 8),
            Mips.call(0, 0));
    return ElfBuilder.program(program);
  }

  private static final String HEAP_POS = "_ZN7zkm_lib17sys_alloc_aligned8HEAP_POS17h0E";
  private static final int HEAP_VARIABLE = ElfBuilder.DATA + 8;
  private static final int END = ElfBuilder.DATA + (1 << 16);

  private static List<String> changes(byte[] elf) throws InvalidProgramException {
    return GuestProgram.translate(elf).changes();
  }

  @ParameterizedTest
  @CsvSource({
    // A stack that lies in memory stays; one beyond goes to the end of memory, or, if the
    // allocator's variable is known, right behind the program.
    "0x0fffc000, false, 0x0fffc000, 0x00110000",
    "0x7f000000, false, 0x20000000, 0x00110000",
    "0x7f000000, true, 0x00920000, 0",
    "0x0fffc000, true, 0x00920000, 0"
  })
  void the_stack_leaves_the_allocator_its_memory(
      String wanted, boolean named, String given, String heap) {
    ElfBuilder elf = allocating(Integer.decode(wanted), HEAP_VARIABLE, END);
    if (named) {
      elf.object(HEAP_POS, HEAP_VARIABLE);
    }

    Guests.Outcome outcome = Guests.run(elf.build());

    assertThat(outcome.exit()).isEqualTo(HALTED);
    ByteBuffer values = ByteBuffer.wrap(outcome.output().bytes()).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(values.getInt(0)).isEqualTo(Integer.decode(given));
    if (named) {
      assertThat(values.getInt(4)).isGreaterThanOrEqualTo(Integer.decode(given));
    } else {
      assertThat(values.getInt(4)).isEqualTo(Integer.decode(heap));
    }
  }

  @Test
  void what_is_changed_is_said() throws InvalidProgramException {
    byte[] elf = allocating(0x7f000000, HEAP_VARIABLE, END).object(HEAP_POS, HEAP_VARIABLE).build();

    assertThat(changes(elf))
        .containsExactly(
            "its first instructions set the stack pointer to 0x00920000 instead of 0x7f000000",
            "the word at 0x00100008 (HEAP_POS) says where free memory begins");
  }

  @Test
  void nothing_is_changed_in_a_program_for_linux() throws InvalidProgramException {
    assertThat(changes(ElfBuilder.program(Mips.exit(0)).build())).isEmpty();
  }

  /** What a symbol calls the allocator's variable is left alone unless the code treats it so. */
  @ParameterizedTest
  @CsvSource({
    // Another variable than the one that is advanced; another address than the program's end.
    "0x00100010, 0x00110000",
    "0x00100008, 0x00104000",
  })
  void a_variable_that_is_only_named_as_the_allocators_is_not_told(int named, int end)
      throws InvalidProgramException {
    byte[] elf = allocating(0x7f000000, HEAP_VARIABLE, end).object(HEAP_POS, named).build();

    assertThat(changes(elf)).noneMatch(change -> change.contains("HEAP_POS"));
    Guests.Outcome outcome = Guests.run(elf);
    assertThat(ByteBuffer.wrap(outcome.output().bytes()).order(ByteOrder.LITTLE_ENDIAN).getInt(4))
        .isEqualTo(end);
  }

  @Test
  void a_variable_that_has_a_value_is_not_the_allocators() throws InvalidProgramException {
    byte[] value = words(HEAP_VARIABLE);
    byte[] elf =
        new ElfBuilder()
            .text(
                ElfBuilder.TEXT,
                Mips.join(
                    Mips.words(Mips.lui(29, 0x7f00)),
                    allocation(ElfBuilder.DATA, ElfBuilder.DATA + 4),
                    Mips.exit(0)))
            .data(ElfBuilder.DATA, value)
            .object(HEAP_POS, ElfBuilder.DATA)
            .build();

    assertThat(changes(elf)).noneMatch(change -> change.contains("HEAP_POS"));
  }

  /** With the allocator that keeps inputs in Ziren's upper memory; stores to an address. */
  private static byte[] embedded(int address) {
    int[] program =
        Mips.join(
            Mips.words(Mips.lui(29, 0x7f00)),
            Mips.li(8, address),
            Mips.words(Mips.sw(8, 0, 8)),
            Mips.call(0, 0));
    return ElfBuilder.program(program)
        .object("_ZN3zkm27EMBEDDED_RESERVED_INPUT_PTR17hE", ElfBuilder.DATA)
        .build();
  }

  @Test
  void an_allocator_for_zirens_upper_memory_does_no_harm_while_it_is_not_used() {
    assertThat(Guests.run(embedded(ElfBuilder.DATA + 64)).exit()).isEqualTo(HALTED);
  }

  @Test
  void an_allocator_that_uses_zirens_upper_memory_ends_the_run() {
    for (int address : new int[] {0x20010000, 0x3efffff0, 0x3f000000}) {
      assertThat(Guests.run(embedded(address)).exit().describe())
          .contains("outside memory", "embedded", "bump");
    }
  }

  /** Go's exit and what Ziren has it call: eight words to commit to, then the end. */
  private static final int[] GO_EXIT = Mips.words(0x8fa40004, 0x24021096, Mips.SYSCALL, 0x00000034);

  private static final int HALT = ElfBuilder.TEXT + 0x100;
  private static final int COMMIT = ElfBuilder.TEXT + 0x400;
  private static final int STOP = ElfBuilder.TEXT + 0x420;

  /** Puts 3 where Go's functions have their argument, and calls runtime.exit, which is next. */
  private static int[] goProgram() {
    return Mips.join(
        Mips.words(Mips.addiu(8, 0, 3), Mips.sw(8, 4, 29), Mips.NOP, Mips.NOP), GO_EXIT);
  }

  /** Commits to the SHA-256 of nothing by one function and halts by another. */
  private static int[] runtimeExit() throws NoSuchAlgorithmException {
    ByteBuffer digest =
        ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest())
            .order(ByteOrder.LITTLE_ENDIAN);
    int[] code = {};
    for (int i = 0; i < 8; i++) {
      int[] word = Mips.join(Mips.li(4, i), Mips.li(5, digest.getInt(4 * i)));
      code = Mips.join(code, word, Mips.words(Mips.jal(COMMIT), Mips.NOP));
    }
    return Mips.join(code, Mips.words(Mips.jal(STOP), Mips.addiu(4, 0, 0)));
  }

  private static ElfBuilder go() throws NoSuchAlgorithmException {
    return new ElfBuilder()
        .text(ElfBuilder.TEXT, goProgram())
        .text(HALT, runtimeExit())
        .text(COMMIT, Mips.addiu(2, 0, 0x10), Mips.SYSCALL, Mips.jr(31), Mips.NOP)
        .text(STOP, Mips.addu(2, 0, 0), Mips.SYSCALL, Mips.jr(31), Mips.NOP)
        .zeros(ElfBuilder.DATA, 64);
  }

  @Test
  void go_programs_end_as_zirens_runtime_wants() throws Exception {
    // runtime.exit would exit with 3; zkvm.RuntimeExit halts.
    byte[] elf =
        go().symbol("runtime.exit", ElfBuilder.TEXT + 16, 24)
            .symbol("zkvm.RuntimeExit", HALT, 24)
            .build();

    assertThat(Guests.run(elf).exit()).isEqualTo(HALTED);
    assertThat(changes(elf))
        .containsExactly("runtime.exit at 0x00010010 jumps to zkvm.RuntimeExit at 0x00010100");
  }

  /**
   * Whatever symbols say, no other function's instructions are changed, and none leads elsewhere.
   */
  @ParameterizedTest
  @CsvSource({
    // Not Go's exit: the program's first function, the middle of the exit, data, nothing.
    "0x00010000, 0x00010100",
    "0x00010014, 0x00010100",
    "0x00100000, 0x00010100",
    "0x00300000, 0x00010100",
    // Not what commits and halts: a function that does one of both, data, nothing.
    "0x00010010, 0x00010400",
    "0x00010010, 0x00010420",
    "0x00010010, 0x00100000",
    "0x00010010, 0x00300000",
    "0x00010010, 0x00010010",
  })
  void symbols_alone_change_no_instruction(int goExit, int zirenExit) throws Exception {
    byte[] elf =
        go().symbol("runtime.exit", goExit, 0x1000)
            .symbol("zkvm.RuntimeExit", zirenExit, 0x1000)
            .build();

    assertThat(changes(elf)).isEmpty();
    assertThat(Guests.run(elf).exit()).isEqualTo(new GuestExit.Exited(3));
  }

  /** Reads an input to where a variable says, behind what was read before, and gives it back. */
  private static int[] goReading(int variable) {
    return Mips.join(
        Mips.words(Mips.lui(8, variable >>> 16), Mips.lw(4, variable & 0xffff, 8)),
        Mips.words(Mips.addiu(9, 4, 5000), Mips.sw(9, variable & 0xffff, 8)),
        Mips.li(5, 5000),
        Mips.li(2, 0xf1),
        new int[] {Mips.SYSCALL, Mips.addu(5, 4, 0)},
        Mips.li(4, 13),
        Mips.li(6, 5000),
        Mips.li(2, 2),
        new int[] {Mips.SYSCALL},
        Mips.call(0, 0));
  }

  private static ElfBuilder goReading(int used, int value) {
    return new ElfBuilder()
        .text(ElfBuilder.TEXT, goReading(used))
        .data(ElfBuilder.DATA, words(0, 0, 0, 0, value, value, 0, 0));
  }

  @Test
  void go_programs_read_inputs_into_a_region_that_is_kept_for_them() {
    int variable = ElfBuilder.DATA + 16;
    byte[] elf =
        goReading(variable, 0x3f000000)
            .object("github.com/a/b/zkvm_runtime.RESERVED_INPUT_PTR", variable)
            .build();
    byte[] input = random(5000);

    Guests.Outcome outcome = Guests.run(elf, random(77), vector(input));

    assertThat(outcome.exit()).isEqualTo(HALTED);
    assertThat(outcome.output().bytes()).isEqualTo(input);
    assertThat(outcome.statementHolds()).isTrue();
  }

  /**
   * A variable elsewhere than the one that reads advance, one with another value, one that is only
   * read.
   */
  @ParameterizedTest
  @CsvSource({"20, 0x3f000000", "16, 0x3f000001", "16, 0", "16, 0x00101000", "2, 0x3f000000"})
  void a_variable_that_is_only_named_as_that_of_inputs_is_not_told(int named, int value)
      throws InvalidProgramException {
    byte[] elf =
        goReading(ElfBuilder.DATA + 16, value)
            .object("a/zkvm_runtime.RESERVED_INPUT_PTR", ElfBuilder.DATA + named)
            .build();

    assertThat(changes(elf)).isEmpty();
  }
}
