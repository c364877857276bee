package dev.provelet.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.provelet.guest.harness.ElfBuilder;
import dev.provelet.guest.harness.Guests;
import dev.provelet.guest.harness.Mips;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs for a processor that is not a 24Kf under Linux are refused when they are submitted.
 * Flags are as binutils, LLVM and Go write them.
 */
class ProcessorTest {
  /** An ELF has no ABI flags. */
  private static final int NONE = -1;

  private static final int ANY = 0;
  private static final int DOUBLE = 1;
  private static final int SINGLE = 2;
  private static final int SOFT = 3;
  private static final int OLD_64 = 4;
  private static final int XX = 5;
  private static final int FP64 = 6;
  private static final int FP64A = 7;

  /**
   * @param floatAbi or {@link #NONE}, and then what follows means nothing
   * @param words of the refusal, separated by a bar; empty if it is taken
   */
  record Program(
      String name,
      int flags,
      int floatAbi,
      int level,
      int revision,
      int general,
      int extension,
      int ases,
      String words) {
    @Override
    public String toString() {
      return name;
    }

    byte[] elf(ByteOrder order) {
      ElfBuilder elf = ElfBuilder.program(order, Mips.exit(0)).flags(flags);
      return (floatAbi == NONE
              ? elf
              : elf.abiFlags(level, revision, general, floatAbi, extension, ases))
          .build();
    }
  }

  private static Program bare(String name, int flags, String words) {
    return new Program(name, flags, NONE, 0, 0, 0, 0, 0, words);
  }

  private static Program release2(String name, int floatAbi, int ases, String words) {
    return new Program(name, 0x70001001, floatAbi, 32, 2, 1, 0, ases, words);
  }

  private static Program level(
      String name, int flags, int level, int revision, int general, String words) {
    return new Program(name, flags, XX, level, revision, general, 0, 0, words);
  }

  static Stream<Program> programs() {
    return Stream.of(
        // What stock toolchains make.
        bare("MIPS I without ABI flags", 0x00001001, ""),
        bare("MIPS II without ABI flags", 0x10001001, ""),
        bare("MIPS32 without ABI flags", 0x50001001, ""),
        bare("MIPS32 release 2 without ABI flags", 0x70001001, ""),
        bare("no ABI named", 0x70000001, ""),
        level("gcc -mips1", 0x00001001, 1, 0, 1, ""),
        level("gcc -mips2", 0x10001001, 2, 0, 1, ""),
        release2("Debian's gcc -static", XX, 0, ""),
        new Program("Debian's glibc", 0x70001007, XX, 32, 2, 1, 0, 0, ""),
        new Program("Go, hardfloat", 0x50001004, DOUBLE, 32, 1, 1, 0, 0, ""),
        new Program("Go, softfloat", 0x50001004, SOFT, 32, 1, 1, 0, 0, ""),
        release2("mipsel-zkm-zkvm-elf", SOFT, 0, ""),
        release2("OpenWrt without -mips16", SOFT, 0, ""),
        release2("gcc -mfp32", DOUBLE, 0, ""),
        release2("gcc -mfp64", FP64, 0, ""),
        release2("gcc -mfp64 -mno-odd-spreg", FP64A, 0, ""),
        release2("gcc -msingle-float", SINGLE, 0, ""),
        release2("no floating point", ANY, 0, ""),
        // Releases 3 and 5 have nothing new for programs but what is an extension by itself.
        level("gcc -march=mips32r3", 0x70001001, 32, 3, 1, ""),
        level("gcc -march=mips32r5", 0x70001001, 32, 5, 1, ""),
        // Words that a 24Kf does not know stop the run when they are reached.
        release2("DSP somewhere", XX, 0x1, ""),
        release2("MSA somewhere", FP64, 0x200, ""),
        // o32 on a processor with 64 bits uses 32 of them.
        level("gcc -mabi=32 -march=mips3", 0x20001101, 3, 0, 1, ""),
        level("gcc -mabi=32 -march=mips4", 0x30001101, 4, 0, 1, ""),
        level("gcc -mabi=32 -march=mips64", 0x60001101, 64, 1, 1, ""),
        level("gcc -mabi=32 -march=mips64r2", 0x80001101, 64, 2, 1, ""),
        bare("clang -mips64r2 -mabi=32", 0x80001101, ""),
        // Other instructions.
        bare("release 6 by its header", 0x90001001, "release 6|-march=mips32r2"),
        bare("release 6 of 64 bits", 0xa0001101, "release 6|-march=mips32r2"),
        level("gcc -march=mips32r6", 0x90001401, 32, 6, 1, "release 6|-march=mips32r2"),
        level("release 6 by its ABI flags", 0x70001001, 32, 6, 1, "release 6|-march=mips32r2"),
        bare("a level that is not known", 0xb0001001, "0xb0001001|-march=mips32r2"),
        new Program(
            "gcc -mmicromips", 0x72001001, XX, 32, 2, 1, 0, 0x800, "microMIPS|-mno-micromips"),
        bare("microMIPS by its header", 0x72001001, "microMIPS|-mno-micromips"),
        release2("microMIPS by its ABI flags", XX, 0x800, "microMIPS|-mno-micromips"),
        new Program("gcc -mips16", 0x74001001, SOFT, 32, 2, 1, 0, 0x400, "MIPS16|-mno-mips16"),
        bare("MIPS16 by its header", 0x74001001, "MIPS16|-mno-mips16"),
        release2("MIPS16 by its ABI flags", SOFT, 0x400, "MIPS16|-mno-mips16"),
        new Program("gcc -mnan=2008", 0x70001401, XX, 32, 2, 1, 0, 0, "NaN|-mnan=legacy"),
        new Program(
            "gcc -march=octeon", 0x808b1101, XX, 64, 2, 1, 5, 0, "one processor|-march=mips32r2"),
        bare("R5900 by its header", 0x20921101, "one processor|-march=mips32r2"),
        new Program(
            "R5900 by its ABI flags", 0x20001101, XX, 3, 0, 1, 6, 0, "one processor|-march=mips32"),
        // Registers of 64 bits.
        bare("MIPS III without a word on registers", 0x20001001, "64-bit registers|-mips32r2"),
        bare("MIPS64 without a word on registers", 0x60001001, "64-bit registers|-mips32r2"),
        level("-mgp64", 0x60001101, 64, 1, 2, "64-bit registers|-mgp32"),
        // Floating-point registers as Linux does not give them.
        bare("-mfp64 before there were ABI flags", 0x70001201, "-mfpxx"),
        release2("-mips32r2 -mfp64 of old", OLD_64, 0, "-mfpxx"),
        release2("an ABI that is not known", 8, 0, "-mfpxx"),
        release2("an ABI far from known", 255, 0, "-mfpxx"),
        new Program("ABI flags count more", 0x70001201, FP64, 32, 2, 1, 0, 0, ""));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void what_a_24kf_cannot_run_is_refused_with_the_right_option(Program program)
      throws InvalidProgramException {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      byte[] elf = program.elf(order);
      if (program.words().isEmpty()) {
        GuestProgram.check(elf);
        assertThat(Guests.run(elf).exit()).isEqualTo(new GuestExit.Exited(0));
      } else {
        assertThatExceptionOfType(InvalidProgramException.class)
            .isThrownBy(() -> GuestProgram.check(elf))
            .withMessageContainingAll(program.words().split("\\|"));
      }
    }
  }

  /** The upper half of a double's pair of registers is register 3 if registers have 32 bits. */
  @ParameterizedTest
  @CsvSource({
    "-1, 7", "0, 0", "1, 7", "2, 0", "3, 7", "5, 0", "6, 0", "7, 0",
  })
  void registers_are_as_wide_as_linux_makes_them(int floatAbi, int upper) {
    int[] program =
        Mips.join(
            // mtc1 $zero, $f3; ldc1 $f2, 0($t0): the upper word is 7; mfc1 $a0, $f3
            Mips.li(8, ElfBuilder.DATA),
            Mips.words(Mips.addiu(9, 0, 7), Mips.sw(9, 4, 8)),
            Mips.words(0x44801800, Mips.immediate(0x35, 8, 2, 0), 0x44041800),
            Mips.words(Mips.addiu(2, 0, 4246), Mips.SYSCALL));
    ElfBuilder elf = ElfBuilder.program(program);
    if (floatAbi != NONE) {
      elf.abiFlags(32, 2, 1, floatAbi, 0, 0);
    }

    assertThat(Guests.run(elf.build()).exit()).isEqualTo(new GuestExit.Exited(upper));
  }

  @Test
  void abi_flags_that_are_cut_short_are_refused() {
    byte[] elf =
        ElfBuilder.program(Mips.exit(0))
            .part(0x70000003, 0, "too short, by one byte.".getBytes(UTF_8), 23, 4)
            .build();

    assertThatExceptionOfType(InvalidProgramException.class)
        .isThrownBy(() -> GuestProgram.check(elf))
        .withMessageContainingAll("ABI flags", "24");
  }
}
