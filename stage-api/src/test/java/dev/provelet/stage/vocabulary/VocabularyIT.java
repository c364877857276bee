package dev.provelet.stage.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.vocabulary.ForbiddenWords;
import dev.provelet.stage.sql.Database;
import dev.provelet.stage.testing.RealDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The database speaks the glossary's language. */
final class VocabularyIT {

  @Test
  void no_table_and_no_column_has_a_word_that_the_glossary_forbids() {
    Database database = new Database(RealDatabase.migrated());
    // When
    List<String> names =
        database.transact(
            tx ->
                tx.list(
                    """
                    SELECT CONCAT(table_name, '.', column_name) AS name
                    FROM information_schema.columns
                    WHERE table_schema = DATABASE() AND table_name NOT LIKE 'flyway%'
                    """,
                    row -> row.getString("name")));
    // Then
    assertThat(names).contains("proof.elf_id", "proof.program_id", "elf.elf_id");
    assertThat(ForbiddenWords.ofGlossary().in(names)).isEmpty();
  }
}
