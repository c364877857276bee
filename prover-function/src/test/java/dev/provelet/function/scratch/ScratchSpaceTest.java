package dev.provelet.function.scratch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScratchSpaceTest {
  @TempDir Path root;

  @Test
  void deletes_an_attempts_files_with_the_attempt() throws IOException {
    try (ScratchSpace space = ScratchSpace.open(root)) {
      Path file;
      try (Scratch scratch = space.attempt()) {
        file = Files.writeString(scratch.file(), "x");
        assertThat(file).exists();
        assertThat(scratch.file()).isNotEqualTo(file);
      }

      assertThat(file).doesNotExist();
    }
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void sweeps_what_a_dead_process_left() throws IOException {
    // Given
    Path dead = Files.createDirectories(root.resolve("function-dead/a1"));
    Files.writeString(dead.resolve("f1"), "x");
    Files.writeString(root.resolve("function-dead/lock"), "");
    Path foreign = Files.createDirectories(root.resolve("something-else"));

    // When
    try (ScratchSpace _ = ScratchSpace.open(root)) {
      // Then
      assertThat(root.resolve("function-dead")).doesNotExist();
      assertThat(foreign).exists();
    }
  }

  @Test
  void leaves_living_ones_alone() throws IOException {
    try (ScratchSpace living = ScratchSpace.open(root);
        Scratch scratch = living.attempt()) {
      Path file = Files.writeString(scratch.file(), "x");

      ScratchSpace.open(root).close();

      assertThat(file).exists();
    }
  }
}
