package dev.provelet.guest;

import static dev.provelet.guest.harness.ElfBuilder.TEXT;
import static dev.provelet.guest.harness.Mips.NOP;
import static dev.provelet.guest.harness.Mips.addiu;
import static dev.provelet.guest.harness.Mips.beq;
import static dev.provelet.guest.harness.Mips.jal;
import static dev.provelet.guest.harness.Mips.li;
import static dev.provelet.guest.harness.Mips.lui;
import static dev.provelet.guest.harness.Mips.lw;
import static dev.provelet.guest.harness.Mips.special;
import static dev.provelet.guest.harness.Mips.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.provelet.guest.MachineExit.Outcome;
import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.elf.ElfReader;
import dev.provelet.guest.harness.ElfBuilder;
import dev.provelet.guest.harness.Guests;
import dev.provelet.guest.harness.Mips;
import dev.provelet.guest.layout.CodeLayout;
import dev.provelet.guest.layout.MemoryLayout;
import dev.provelet.guest.ziren.ZirenGuest;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExplanationTest {
  private static final int T0 = 8;
  private static final int T1 = 9;
  private static final int UNKNOWN = 0x0000003f;
  private static final int BREAK = 0x0000000d;
  private static final List<Integer> REGISTERS = Collections.nCopies(64, 0);

  private static GuestExit run(int... program) {
    return Guests.run(ElfBuilder.program(program).symbol("main", TEXT, 64).build()).exit();
  }

  static Stream<Arguments> traps() {
    return Stream.of(
        Arguments.of("no instruction", 4, "0x0000003f", "not an instruction", words(NOP, UNKNOWN)),
        Arguments.of("break", 0, "break 0", "break", words(BREAK)),
        Arguments.of(
            "a trap whose condition holds",
            4,
            "teq",
            "trap",
            words(NOP, special(0x34, 0, 0, 0, 7))),
        Arguments.of(
            "a trap with a constant", 0, "tltiu", "trap", words(Mips.immediate(1, 0, 0x0b, 5))),
        Arguments.of(
            "a sum that overflows",
            8,
            "add $t0,$t0,$t0",
            "32 bits",
            Mips.join(li(T0, 0x40000000), words(special(0x20, T0, T0, T0, 0)))),
        Arguments.of(
            "a sum with a constant that overflows",
            8,
            "addi $t0,$t0,-1",
            "32 bits",
            Mips.join(li(T0, 0x80000000), words(Mips.immediate(0x08, T0, T0, -1)))),
        Arguments.of(
            "a difference that overflows",
            8,
            "sub $t1,$zero,$t0",
            "32 bits",
            Mips.join(li(T0, 0x80000000), words(special(0x22, 0, T0, T1, 0)))),
        Arguments.of(
            "an enabled floating-point exception",
            8,
            "div.s $f0,$f2,$f4",
            "enabled",
            words(Mips.ori(T0, 0, 0x800), 0x44c8f800, 0x46041003)),
        Arguments.of(
            "a floating-point exception that is written",
            8,
            "ctc1 $t0,$31",
            "enabled",
            Mips.join(li(T0, 0x10800), words(0x44c8f800))),
        Arguments.of(
            "a load from nowhere",
            8,
            "lw $t1,4($t0)",
            "4 bytes at 0x40000004, outside memory",
            Mips.join(li(T0, 0x40000000), words(lw(T1, 4, T0)))),
        Arguments.of(
            "a load across words",
            4,
            "lw $t1,2($t0)",
            "4 bytes at 0x00100002, which is not aligned",
            words(lui(T0, 0x10), lw(T1, 2, T0))),
        Arguments.of(
            "a null pointer",
            0,
            "lw $t1,4($zero)",
            "null pointer, address 0x4",
            words(lw(T1, 4, 0))),
        Arguments.of(
            "a branch in a slot", 0, "beq", "must not be a branch", words(beq(0, 0, 4), jal(TEXT))),
        Arguments.of(
            "a slot that changed places", 4, "lw", "null", words(beq(T0, 0, 2), lw(T1, 1, 0))),
        Arguments.of("a slot that was copied", 4, "lw", "null", words(beq(T1, 0, 2), lw(T1, 1, 0))),
        Arguments.of(
            "a slot of several instructions",
            4,
            "sdc1",
            "null",
            words(beq(T1, 0, 2), Mips.immediate(0x3d, 0, 0, 2))),
        Arguments.of("the text's end", 4, "beq", "must not be a branch", words(NOP, beq(0, 0, 4))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("traps")
  void traps_are_reported_at_their_instruction(
      String name, int offset, String instruction, String reason, int[] program) {
    GuestExit exit = run(program);

    assertThat(exit).as(name).isInstanceOf(GuestExit.Trapped.class);
    GuestExit.Trapped trapped = (GuestExit.Trapped) exit;
    assertThat(trapped.address()).isEqualTo(TEXT + offset);
    assertThat(trapped.symbol()).isEqualTo(offset == 0 ? "main" : "main+0x" + offset);
    assertThat(trapped.instruction()).contains(instruction);
    assertThat(trapped.reason()).contains(reason);
    assertThat(exit.success()).isFalse();
    assertThat(exit.describe()).contains("0x000100", "main", trapped.reason()).endsWith(".");
  }

  @Test
  void what_does_not_overflow_is_no_trap() {
    GuestExit exit =
        run(
            Mips.join(
                li(T0, 0x3fffffff),
                words(special(0x20, T0, T0, T1, 0), special(0x22, T1, T0, T1, 0)),
                words(Mips.immediate(0x08, T1, T1, -5), Mips.immediate(0x08, T1, T1, 7)),
                words(special(0x36, T1, T1, 0, 0)),
                Mips.exit(0)));

    assertThat(exit).isEqualTo(new GuestExit.Exited(0));
  }

  @Test
  void a_jump_into_data_is_reported_where_it_led() {
    Guests.Outcome outcome = Guests.run(Guests.resource("wild"));

    assertThat(outcome.exit().describe()).contains("jumped", "no code", "main+0x");
    assertThat(((GuestExit.Trapped) outcome.exit()).instruction()).isNull();
  }

  @Test
  void a_jump_into_the_heap_finds_no_code_there() {
    byte[] elf =
        ElfBuilder.program(Mips.join(Mips.call(4045, 0), words(Mips.jr(2), Mips.NOP))).build();

    assertThat(Guests.run(elf).exit().describe()).contains("jumped", "no code");
  }

  @Test
  void a_jump_to_where_the_kernel_lies_is_reported_and_not_made() throws Exception {
    ElfFile file = ElfReader.read(ElfBuilder.program(Mips.jump(ElfBuilder.TEXT), Mips.NOP).build());
    int kernel = CodeLayout.tailStart(file, MemoryLayout.of(file, ZirenGuest.of(file)));

    assertThat(IntStream.range(0, 64).map(word -> kernel + 4 * word).boxed())
        .allSatisfy(
            address -> {
              byte[] elf = ElfBuilder.program(Mips.jump(address), Mips.NOP).build();
              assertThat(Guests.run(elf).exit().describe()).contains("jumped", "no code");
            });
  }

  @Test
  void an_argument_on_a_stack_that_is_none_is_reported_at_the_call() {
    int clone = 4120;
    int[] program =
        Mips.join(words(Mips.addiu(29, 0, 0)), Mips.call(clone, 0x10f00, 0, 0, 0), Mips.exit(0));

    assertThat(run(program).describe()).contains("main+0x", "syscall", "4120", "bad address");
  }

  @Test
  void an_unaligned_load_names_function_and_instruction() {
    GuestExit exit = Guests.run(Guests.resource("unaligned")).exit();

    assertThat(exit.describe()).contains("in load", "lw $v0,0($a0)", "4 bytes at 0x");
  }

  @ParameterizedTest
  @MethodSource("dev.provelet.guest.harness.Guests#orders")
  void the_address_is_the_one_that_the_program_meant(ByteOrder order) {
    int half = Mips.immediate(0x29, T0, T1, 0x11);
    int byteAbove = Mips.immediate(0x24, T0, T1, 4);
    int[] unaligned = Mips.join(li(T0, ElfBuilder.DATA), words(half));
    int[] above = Mips.join(li(T0, 0x20010000), words(byteAbove));

    assertThat(Guests.run(ElfBuilder.program(order, unaligned).build()).exit().describe())
        .contains("sh $t1,17($t0)", "2 bytes at 0x00100011");
    assertThat(Guests.run(ElfBuilder.program(order, above).build()).exit().describe())
        .contains("lbu $t1,4($t0)", "1 bytes at 0x20010004");
  }

  @Test
  void a_program_that_never_ends_reaches_its_limit() {
    GuestExit exit =
        Guests.run(ElfBuilder.program(beq(0, 0, -1), NOP).build(), new byte[0], new byte[0], 5000)
            .exit();

    assertThat(exit).isEqualTo(new GuestExit.LimitReached(5000));
    assertThat(exit.describe()).contains("5000");
  }

  private static GuestExit explain(Outcome outcome, int code, String detail) {
    try {
      return GuestProgram.translate(ElfBuilder.program(addiu(2, 0, 1)).build())
          .explain(new MachineExit(outcome, code, TEXT, REGISTERS, detail, 9));
    } catch (InvalidProgramException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void outcomes_that_the_program_cannot_help_are_told_apart() {
    assertThat(explain(Outcome.OUTPUT_LIMIT, 0, "").describe()).contains("more output");
    assertThat(explain(Outcome.INPUT_EXHAUSTED, 0, "").describe()).contains("input");
    assertThat(explain(Outcome.FAULT, 0, "the chip is on fire").describe()).contains("on fire");
    assertThat(explain(Outcome.TERMINATED, 999, "").describe()).contains("999");
    assertThat(explain(Outcome.TERMINATED, -1, "").success()).isFalse();
    assertThat(explain(Outcome.TERMINATED, 0, "").success()).isTrue();
  }

  @Test
  void a_report_has_64_registers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MachineExit(Outcome.LIMIT, 0, 0, List.of(1, 2), "", 0))
        .withMessageContaining("64");
  }

  @Test
  void deadlocks_are_counted() {
    assertThat(new GuestExit.Deadlocked(1).describe()).contains("only thread");
    assertThat(new GuestExit.Deadlocked(3).describe()).contains("all its 3 threads");
  }
}
