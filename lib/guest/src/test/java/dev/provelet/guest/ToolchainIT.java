package dev.provelet.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ordinary programs, as stock compilers make them, print what they print on Linux. */
@ParameterizedClass
@MethodSource("dev.provelet.guest.harness.Guests#orders")
class ToolchainIT {
  private static final Path SOURCES = Path.of("src/test/guests");

  private final ByteOrder order;

  @TempDir private Path scratch;

  ToolchainIT(ByteOrder order) {
    this.order = order;
  }

  private byte[] built(Path source, String... options) throws Exception {
    return Files.readAllBytes(Toolchain.cached().build(source, order, options));
  }

  @Test
  void a_c_program_on_a_stock_glibc_runs() throws Exception {
    byte[] elf = built(SOURCES.resolve("ordinary.c"), "-O2");

    Guests.Outcome outcome = Guests.run(elf, new byte[0], "one\ntwo".getBytes(UTF_8));

    assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0));
    assertThat(outcome.output().text())
        .isEqualTo(
            """
            read 4: one
            read 3: two500 600 700 800 sum 784526490 turn 20
            Connection timed out
            slept 3
            abc|   42|left    |beef|123456789012345
            no home 0
            """);
    assertThat(outcome.diagnostics().text()).isEqualTo("bye\n");
    assertThat(outcome.statementHolds()).isTrue();
    assertThat(outcome.notes()).isEmpty();
  }

  @Test
  void a_timer_may_start_threads() throws Exception {
    Guests.Outcome outcome = Guests.run(built(SOURCES.resolve("notifying.c"), "-O2"));

    assertThat(outcome.output().text()).isEqualTo("sum 300 after 3 seconds\n");
    assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0));
  }

  @Test
  void a_c_program_without_optimisation_runs_the_same() throws Exception {
    byte[] plain = built(Path.of("../../examples/hello-glibc/main.c"), "-O0");
    byte[] fast = built(Path.of("../../examples/hello-glibc/main.c"), "-O3");
    byte[] input = "pear\napple\nfig\n".getBytes(UTF_8);

    Guests.Outcome first = Guests.run(plain, new byte[0], input);
    Guests.Outcome second = Guests.run(fast, new byte[0], input);

    assertThat(first.output().text()).isEqualTo("hello: 3 lines\napple\nfig\npear\n");
    assertThat(second.output().text()).isEqualTo(first.output().text());
  }

  @Test
  void a_go_program_runs() throws Exception {
    byte[] elf = built(SOURCES.resolve("concurrent.go"));

    Guests.Outcome outcome = Guests.run(elf);

    assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(3));
    assertThat(outcome.output().text())
        .isEqualTo(
            """
            total 332833500
            slept true
            context deadline exceeded
            ticked
            collected true
            300 [k0 k1 k10] 6349
            recovered: runtime error: index out of range [300] with length 0
            recovered: runtime error: integer divide by zero
            222232244629420445529739893461909967206666939096499764990979600
            1.414214 +Inf 3.333333333333333e+99
            {"A":1,"B":"x","C":[1.5,2.25]} <nil> {1 x [1.5 2.25]}
            open /nowhere: no such file or directory
            """);
    assertThat(outcome.notes()).isEmpty();
  }

  private byte[] nothing(String option) throws Exception {
    return built(
        SOURCES.resolve("nothing.c"), "-O1", "-nostdlib", "-fno-pic", "-mno-abicalls", option);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-march=24kf",
        "-march=mips2",
        "-march=mips32",
        "-march=mips32r5",
        "-march=mips4",
        "-march=mips64r2",
        "-mfp64",
        "-mfp32",
        "-msoft-float",
        "-msingle-float",
        "-mdsp"
      })
  void programs_for_kindred_processors_run(String option) throws Exception {
    assertThat(Guests.run(nothing(option)).exit()).isEqualTo(new GuestExit.Exited(0));
  }

  @ParameterizedTest
  @CsvSource({
    "-march=mips32r6, -march=mips32r2",
    "-march=mips64r6, -march=mips32r2",
    "-mmicromips, -mno-micromips",
    "-mnan=2008, -mnan=legacy",
    "-march=octeon, -march=mips32r2",
  })
  void programs_for_other_processors_are_refused(String option, String instead) throws Exception {
    byte[] elf = nothing(option);

    assertThatExceptionOfType(InvalidProgramException.class)
        .isThrownBy(() -> GuestProgram.check(elf))
        .withMessageContaining(instead);
  }

  @Test
  void a_program_of_micromips_code_on_a_stock_glibc_is_refused() throws Exception {
    byte[] elf = built(Path.of("../../examples/hello-glibc/main.c"), "-mmicromips");

    assertThatExceptionOfType(InvalidProgramException.class)
        .isThrownBy(() -> GuestProgram.check(elf))
        .withMessageContaining("-mno-micromips");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hash-c", "sha256-go", "loop-c"})
  void the_examples_print_what_they_print_under_qemu(String name) throws Exception {
    assumeTrue(order == ByteOrder.LITTLE_ENDIAN, "the examples are little-endian");
    Path elf = Path.of("../../examples", name, name + ".elf");
    byte[] input = "4321\nand more\n".repeat(300).getBytes(UTF_8);

    Guests.Outcome outcome = Guests.run(Files.readAllBytes(elf), new byte[0], input);

    Path stdin = Files.write(scratch.resolve("stdin"), input);
    assertThat(outcome.output().bytes()).isEqualTo(Qemu.run(elf, stdin, 60).output().bytes());
  }
}
