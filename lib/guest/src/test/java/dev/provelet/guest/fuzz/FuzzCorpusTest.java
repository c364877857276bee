package dev.provelet.guest.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the fuzzer kept because it reached new code, and what once failed. */
class FuzzCorpusTest {
  private static void replay(String name, Consumer<byte[]> target) throws IOException {
    List<Path> corpus;
    try (var files = Files.list(Path.of("src/test/fuzz", name))) {
      corpus = files.sorted().toList();
    }
    assertThat(corpus).isNotEmpty();
    for (Path file : corpus) {
      try {
        target.accept(Files.readAllBytes(file));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(file + " fails: " + e, e);
      }
    }
  }

  @Test
  void any_bytes_are_refused_or_run() throws IOException {
    replay("elf", ElfFuzzer::fuzzerTestOneInput);
  }

  @Test
  void any_words_can_be_text() throws IOException {
    replay("code", CodeFuzzer::fuzzerTestOneInput);
  }
}
