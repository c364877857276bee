package dev.provelet.guest.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.GuestExit;
import dev.provelet.guest.harness.Guests;
import dev.provelet.guest.harness.Qemu;
import dev.provelet.guest.harness.Toolchain;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ordinary programs end as they do on Linux and print the same. Every time each is built once for
 * each byte order, with options that its name chooses; nightly with all.
 */
class ProgramsIT {
  private static final Path SOURCES = Path.of("src/test/guests/programs");
  private static final long LIMIT = 1_000_000_000;
  private static final int SECONDS = 120;
  private static final String RUST = ".rs";

  private static final List<List<String>> OPTIONS =
      List.of(
          List.of("-O2", "-march=mips32r2"),
          List.of("-O0", "-march=mips32"),
          List.of("-Os", "-march=mips32r2"),
          List.of("-O1", "-march=mips32"),
          List.of("-O3", "-march=mips32r2"));

  private static final List<List<String>> GO_OPTIONS =
      List.of(List.of("hardfloat"), List.of("softfloat"));

  @TempDir private Path scratch;

  /** A program as it is built. */
  record Build(String name, ByteOrder order, List<String> options) {
    @Override
    public String toString() {
      return name + " " + order + " " + options;
    }
  }

  static Stream<Build> everyTime() throws IOException {
    return sources()
        .flatMap(
            name ->
                orders(name)
                    .map(
                        order -> {
                          int choice = name.hashCode() + (order == ByteOrder.BIG_ENDIAN ? 1 : 0);
                          List<List<String>> all = options(name);
                          return new Build(name, order, all.get(Math.floorMod(choice, all.size())));
                        }));
  }

  static Stream<Build> nightly() throws IOException {
    return sources()
        .flatMap(
            name ->
                orders(name)
                    .flatMap(
                        order ->
                            options(name).stream()
                                .map(options -> new Build(name, order, options))));
  }

  /** Rust's library for big-endian MIPS is nowhere to be had ready-made. */
  private static Stream<ByteOrder> orders(String name) {
    return name.endsWith(RUST) ? Stream.of(ByteOrder.LITTLE_ENDIAN) : Guests.orders();
  }

  private static List<List<String>> options(String name) {
    if (name.endsWith(RUST)) {
      return List.of(List.of());
    }
    return name.endsWith(".go") ? GO_OPTIONS : OPTIONS;
  }

  private static Stream<String> sources() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> !name.endsWith(".stdin"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("everyTime")
  void programs_end_as_under_qemu(Build build) throws Exception {
    compare(build);
  }

  @Tag("nightly")
  @ParameterizedTest
  @MethodSource("nightly")
  void programs_end_as_under_qemu_however_they_are_built(Build build) throws Exception {
    compare(build);
  }

  private void compare(Build build) throws Exception {
    // Given
    Path elf =
        Toolchain.cached()
            .build(
                SOURCES.resolve(build.name()),
                build.order(),
                build.options().toArray(String[]::new));
    Path given = SOURCES.resolve(build.name().replaceFirst("\\..*", ".stdin"));
    Path stdin = Files.exists(given) ? given : Files.createFile(scratch.resolve("nothing"));
    Qemu.Result expected = Qemu.run(elf, stdin, SECONDS);

    // When
    Guests.Outcome outcome =
        Guests.run(Files.readAllBytes(elf), new byte[0], Files.readAllBytes(stdin), LIMIT);

    // Then
    assertThat(outcome.output().text()).isEqualTo(expected.output().text());
    assertThat(outcome.output().bytes()).isEqualTo(expected.output().bytes());
    if (expected.killed() && !(outcome.exit() instanceof GuestExit.Exited)) {
      // A fault of an instruction: on Linux a signal, here words. Neither can be proved.
      assertThat(outcome.exit()).isInstanceOf(GuestExit.Trapped.class);
    } else {
      assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(expected.status()));
    }
  }
}
