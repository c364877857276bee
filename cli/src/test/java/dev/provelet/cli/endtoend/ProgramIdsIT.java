package dev.provelet.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineLibrary;
import dev.provelet.local.Installation;
import dev.provelet.runner.LoadedGuest;
import dev.provelet.runner.Runner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The same ELF has the same program id on every machine and in every build. Changing one is a
 * deliberate act: write the pins anew with {@code ./mvnw -pl cli -am verify -Dtest=none
 * -Dit.test=ProgramIdsIT -Dsurefire.failIfNoSpecifiedTests=false
 * -Dfailsafe.failIfNoSpecifiedTests=false -Dprovelet.program-ids=write}, and say so in the
 * changelog.
 */
final class ProgramIdsIT {
  private static final String HEADER =
      "# What ProgramIdsIT pins: ELF, elf-id, program-id. Changing one takes a line in"
          + " CHANGELOG.md.\n";

  @Test
  void the_examples_have_the_program_ids_that_were_released() throws Exception {
    // Given
    Installation installation = Installation.current();
    Path pins = installation.home().resolve("examples/program-ids.txt");
    // When
    String found = HEADER + table(installation, places(pins));
    // Then
    if ("write".equals(System.getProperty("provelet.program-ids"))) {
      Files.writeString(pins, found);
    }
    assertThat(found)
        .as("program ids of %s; see this test for how to change one", pins)
        .isEqualTo(Files.readString(pins));
  }

  /** To pin another example, add a line with its place below examples, and write. */
  private static List<String> places(Path pins) throws Exception {
    return Files.readAllLines(pins).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.replaceFirst(" .*", ""))
        .sorted()
        .toList();
  }

  private static String table(Installation installation, List<String> places) throws Exception {
    StringBuilder table = new StringBuilder();
    try (Engine engine = EngineLibrary.open(installation.engineDir(), installation.keyCache())) {
      for (String place : places) {
        Path elf = installation.home().resolve("examples").resolve(place);
        try (LoadedGuest loaded = new Runner(engine).load(Files.readAllBytes(elf))) {
          table.append("%s %s %s\n".formatted(place, loaded.guest().elfId(), loaded.programId()));
        }
      }
    }
    return table.toString();
  }
}
