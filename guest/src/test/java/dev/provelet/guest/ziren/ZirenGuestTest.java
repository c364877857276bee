package dev.provelet.guest.ziren;

import static dev.provelet.guest.machine.ZirenInputs.vector;
import static dev.provelet.guest.machine.ZirenInputs.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.provelet.guest.GuestExit;
import dev.provelet.guest.GuestProgram;
import dev.provelet.guest.InvalidProgramException;
import dev.provelet.guest.machine.ElfBuilder;
import dev.provelet.guest.machine.Guests;
import dev.provelet.guest.machine.Mips;
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

  @ParameterizedTest
  @CsvSource({
    // A stack that lies in memory stays; one beyond goes to the end of memory, or, if the
    // allocator's variable is known, right behind the program.
    "0x0fffc000, false, 0x0fffc000",
    "0x7f000000, false, 0x20000000",
    "0x7f000000, true, 0x00920000",
    "0x0fffc000, true, 0x00920000"
  })
  void the_stack_leaves_the_allocator_its_memory(String wanted, boolean named, String given) {
    int sp = Integer.decode(wanted);
    int[] program =
        Mips.join(
            Mips.words(Mips.lui(29, sp >>> 16), Mips.ori(29, 29, sp & 0xffff)),
            Mips.li(8, ElfBuilder.DATA),
            Mips.words(Mips.sw(29, 0, 8)),
            Mips.call(2, 13, ElfBuilder.DATA, 4),
            Mips.call(0, 0));
    ElfBuilder elf = ElfBuilder.program(program);
    if (named) {
      elf.object("_ZN7zkm_lib17sys_alloc_aligned8HEAP_POS17h0E", ElfBuilder.DATA + 8);
    }

    Guests.Outcome outcome = Guests.run(elf.build());

    assertThat(outcome.exit()).isEqualTo(HALTED);
    assertThat(outcome.output().bytes()).isEqualTo(words(Integer.decode(given)));
  }

  @Test
  void an_allocator_that_needs_zirens_upper_memory_is_refused() {
    byte[] elf =
        ElfBuilder.program(Mips.exit(0))
            .object("_ZN3zkm27EMBEDDED_RESERVED_INPUT_PTR17hE", ElfBuilder.DATA)
            .build();

    assertThatExceptionOfType(InvalidProgramException.class)
        .isThrownBy(() -> GuestProgram.translate(elf))
        .withMessageContaining("\"bump\"");
  }

  @Test
  void go_programs_end_as_zirens_runtime_wants() {
    // runtime.exit would exit with 3; zkvm.RuntimeExit halts.
    int halt = ElfBuilder.TEXT + 0x100;
    byte[] elf =
        new ElfBuilder()
            .text(ElfBuilder.TEXT, Mips.exit(3))
            .text(halt, Mips.call(0, 0))
            .zeros(ElfBuilder.DATA, 64)
            .symbol("runtime.exit", ElfBuilder.TEXT, 24)
            .symbol("zkvm.RuntimeExit", halt, 24)
            .build();

    assertThat(Guests.run(elf).exit()).isEqualTo(HALTED);
  }

  @Test
  void go_programs_read_inputs_into_a_region_that_is_kept_for_them() {
    int variable = ElfBuilder.DATA + 16;
    int[] program =
        Mips.join(
            Mips.li(8, variable),
            new int[] {Mips.lw(4, 0, 8)},
            Mips.li(5, 5000),
            Mips.li(2, 0xf1),
            new int[] {Mips.SYSCALL, Mips.addu(5, 4, 0)},
            Mips.li(4, 13),
            Mips.li(6, 5000),
            Mips.li(2, 2),
            new int[] {Mips.SYSCALL},
            Mips.call(0, 0));
    byte[] elf =
        new ElfBuilder()
            .text(ElfBuilder.TEXT, program)
            .zeros(ElfBuilder.DATA, 64)
            .object("github.com/a/b/zkvm_runtime.RESERVED_INPUT_PTR", variable)
            .build();
    byte[] input = random(5000);

    Guests.Outcome outcome = Guests.run(elf, random(77), vector(input));

    assertThat(outcome.exit()).isEqualTo(HALTED);
    assertThat(outcome.output().bytes()).isEqualTo(input);
    assertThat(outcome.statementHolds()).isTrue();
  }
}
