package dev.provelet.guest.ziren;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.elf.ElfReader;
import dev.provelet.guest.harness.ElfBuilder;
import dev.provelet.guest.harness.Guests;
import dev.provelet.guest.harness.Mips;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A program's code, and nothing else, says what its output is. */
class ProgramOutputTest {
  private static final int V0 = 2;
  private static final int A0 = 4;
  private static final int T0 = 8;

  private static ProgramOutput output(int... program) throws Exception {
    return ProgramOutput.of(ElfReader.read(ElfBuilder.program(program).build()));
  }

  static Stream<int[]> callsOfZiren() {
    int exitCode = Mips.addiu(A0, 0, 0);
    return Stream.of(
        Mips.words(Mips.addiu(V0, 0, 0), Mips.SYSCALL),
        Mips.words(Mips.addu(V0, 0, 0), exitCode, Mips.SYSCALL),
        Mips.words(Mips.special(0x25, 0, 0, V0, 0), exitCode, Mips.SYSCALL),
        Mips.words(Mips.ori(V0, 0, 0x10), Mips.sw(V0, 0, T0), exitCode, Mips.SYSCALL),
        Mips.words(Mips.lui(V0, 0), Mips.ori(V0, V0, 0xf1), exitCode, Mips.SYSCALL),
        Mips.words(Mips.addiu(V0, 0, 2), Mips.addu(A0, V0, 0), Mips.SYSCALL),
        Mips.words(Mips.NOP, Mips.addiu(V0, 0, 0xf0), Mips.SYSCALL),
        Mips.words(Mips.addiu(V0, 0, 0x1a), Mips.SYSCALL));
  }

  @ParameterizedTest
  @MethodSource("callsOfZiren")
  void the_number_of_a_call_of_zirens_before_a_syscall_is_a_sign(int[] program) throws Exception {
    assertThat(output(program)).isEqualTo(ProgramOutput.PUBLIC_VALUES);
  }

  static Stream<int[]> otherCode() {
    return Stream.of(
        Mips.exit(0),
        Mips.words(Mips.addiu(V0, 0, 0), Mips.addiu(V0, 0, 4001), Mips.SYSCALL),
        Mips.words(Mips.addiu(V0, 0, 0), Mips.addiu(V0, T0, 0), Mips.SYSCALL),
        Mips.words(Mips.addiu(V0, 0, 2), Mips.lw(V0, 0, T0), Mips.SYSCALL),
        Mips.words(Mips.addiu(V0, 0, 0), Mips.jr(31), Mips.NOP, Mips.SYSCALL),
        Mips.words(Mips.addiu(V0, 0, 0), Mips.beq(0, 0, 1), Mips.NOP, Mips.SYSCALL),
        Mips.words(Mips.addiu(V0, 0, 4020), Mips.SYSCALL, Mips.SYSCALL),
        Mips.words(Mips.addiu(T0, 0, 0), Mips.SYSCALL),
        Mips.words(Mips.lui(V0, 1), Mips.ori(V0, V0, 0x10), Mips.SYSCALL));
  }

  @ParameterizedTest
  @MethodSource("otherCode")
  void other_code_is_that_of_a_program_of_linux(int[] program) throws Exception {
    assertThat(output(program)).isEqualTo(ProgramOutput.STDOUT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../examples/hash-c/hash-c.elf",
        "../../examples/sha256-go/sha256-go.elf",
        "../../examples/loop-c/loop-c.elf",
        "../../examples/conformance/conformance.elf"
      })
  void the_examples_are_programs_of_linux(String elf) throws Exception {
    assertThat(ProgramOutput.of(ElfReader.read(Files.readAllBytes(Path.of(elf)))))
        .isEqualTo(ProgramOutput.STDOUT);
  }

  @Test
  void guests_for_ziren_are_known_as_such() throws Exception {
    for (String name : List.of("zirenecho", "zirenstart", "zirensha", "zirenkeccak")) {
      assertThat(ProgramOutput.of(ElfReader.read(Guests.resource(name))))
          .as(name)
          .isEqualTo(ProgramOutput.PUBLIC_VALUES);
    }
  }
}
