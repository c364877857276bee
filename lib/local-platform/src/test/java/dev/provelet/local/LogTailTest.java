package dev.provelet.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
  @TempDir private Path scratch;

  @Test
  void the_end_of_a_log_follows_the_sentence() throws Exception {
    Path log = scratch.resolve("service.log");
    Files.write(log, List.of("starting", "no port is free"));

    assertThat(LogTail.of(log)).isEqualTo(":\n  starting\n  no port is free");
  }

  @Test
  void a_long_log_is_not_told_in_full() throws Exception {
    Path log = scratch.resolve("service.log");
    Files.write(log, Collections.nCopies(500, "starting"));

    assertThat(LogTail.of(log).lines()).hasSizeBetween(5, 20);
  }

  @Test
  void no_log_is_no_words() {
    assertThat(LogTail.of(scratch.resolve("none.log"))).isEmpty();
  }
}
