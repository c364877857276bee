package dev.provelet.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseIT {
  @TempDir private Path directory;

  @Test
  void what_was_stored_is_there_after_a_restart() throws Exception {
    // Given a database that has kept something, in a directory for temporary files of all places
    Path database = directory.resolve("database");
    EmbeddedDatabase.start(database, "secret").close();
    Path kept =
        Files.createDirectories(database.resolve("data").resolve("provelet")).resolve("kept");
    Files.writeString(kept, "a table's file");

    // When
    EmbeddedDatabase.start(database, "another").close();

    // Then
    assertThat(kept).hasContent("a table's file");
  }
}
