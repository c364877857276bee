package dev.provelet.guest.differential;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs of which an instruction faults. On Linux that is a signal, which may be handled; here
 * the run ends with the words that stand in the first line of each, and never with another result.
 */
class FaultsIT {
  private static final Path SOURCES = Path.of("src/test/guests/faults");
  private static final String WORDS = "// Here: ";
  private static final int SECONDS = 60;

  @TempDir private Path scratch;

  static Stream<Arguments> programs() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      List<Path> sources = files.sorted().toList();
      return sources.stream()
          .flatMap(source -> Guests.orders().map(order -> Arguments.of(source, order)));
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void a_fault_ends_the_run_with_words(Path source, ByteOrder order) throws Exception {
    // Given
    String first = Files.readAllLines(source).getFirst();
    assertThat(first).startsWith(WORDS);
    Path elf = Toolchain.cached().build(source, order);
    Path nothing = Files.createFile(scratch.resolve("nothing"));
    Qemu.Result there = Qemu.run(elf, nothing, SECONDS);

    // When
    Guests.Outcome here = Guests.run(Files.readAllBytes(elf));

    // Then
    assertThat(here.exit()).isInstanceOf(GuestExit.Trapped.class);
    assertThat(here.exit().describe()).contains(first.substring(WORDS.length()));
    assertThat(new String(there.output().bytes(), UTF_8))
        .as("what was printed until then")
        .startsWith(here.output().text());
  }
}
