package dev.provelet.stage.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mysql.cj.jdbc.MysqlDataSource;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.contract.function.AggregationShape;
import dev.provelet.stage.plan.ProofTarget;
import dev.provelet.stage.proof.Proof;
import dev.provelet.stage.proof.ProofRequest.Content;
import dev.provelet.stage.proof.ProofStore;
import dev.provelet.stage.testing.RealDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A database of an earlier version keeps what it has. */
final class MigrationIT {
  private static final Content ELF = Content.of(new byte[] {1});
  private static final Content OTHER = Content.of(new byte[] {2});

  private final MysqlDataSource dataSource = new MysqlDataSource();
  private final ProofStore proofs = new ProofStore();
  private final ProofId split = ProofId.random();
  private final ProofId queued = ProofId.random();

  @Test
  void proofs_of_the_second_version_are_read_by_the_newest() {
    // Given
    dataSource.setUrl(RealDatabase.create());
    dataSource.setUser("root");
    var _ = Flyway.configure().dataSource(dataSource).target("2").load().migrate();
    Database database = new Database(dataSource);
    database.execute(
        tx -> {
          insert(tx, split, 5);
          insert(tx, queued, 0);
          var _ =
              tx.update(
                  "INSERT INTO program (elf_id, size, created_at) VALUES (?, 1, UTC_TIMESTAMP(3))",
                  ELF.sha256().hex());
        });
    // When
    RealDatabase.migrate(dataSource);
    // Then
    Proof proof = find(database, split);
    assertThat(proof.request().elfId()).isEqualTo(ELF.sha256());
    assertThat(proof.inputsRead()).contains(proof.request().inputs());
    assertThat(proof.programId()).isEmpty();
    assertThat(proof.aggregation()).contains(new AggregationShape(4, 3, 3));
    assertThat(find(database, queued).aggregation()).isEmpty();
    assertThat(proof.keySet()).isNull();
    assertThat(proof.request().from()).isNull();
    assertThat(proof.request().target()).isEqualTo(ProofTarget.STARK);
    Optional<Content> elf = database.transact(tx -> proofs.elf(tx, ELF.sha256()));
    assertThat(elf).contains(ELF);
  }

  @Test
  void targets_are_those_that_there_are_and_on_chain_proofs_have_a_key_set() {
    // Given a database whose check of targets was made by its first version
    dataSource.setUrl(RealDatabase.create());
    dataSource.setUser("root");
    var _ = Flyway.configure().dataSource(dataSource).target("2").load().migrate();
    Database database = new Database(dataSource);
    database.execute(tx -> insert(tx, split, 5));
    RealDatabase.migrate(dataSource);
    // When, then
    database.execute(
        tx -> {
          var _ = tx.update("UPDATE proof SET target = 'SNARK', key_set = ?", ELF.sha256().hex());
        });
    for (String wrong :
        List.of("target = 'MOON'", "key_set = NULL", "target = 'STARK'", "from_proof = 'none'")) {
      assertThatThrownBy(
              () ->
                  database.execute(
                      tx -> {
                        var _ = tx.update("UPDATE proof SET " + wrong);
                      }))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(find(database, split).keySet()).isEqualTo(ELF.sha256());
  }

  private Proof find(Database database, ProofId id) {
    return database.transact(tx -> proofs.find(tx, id)).orElseThrow();
  }

  private static void insert(Transaction tx, ProofId id, int segments) throws SQLException {
    Digest elf = ELF.sha256();
    Digest other = OTHER.sha256();
    var _ =
        tx.update(
            """
            INSERT INTO proof (id, request_digest, target, program_sha256, program_size,
              stdin_sha256, stdin_size, public_sha256, public_size, read_program_sha256,
              read_program_size, read_stdin_sha256, read_stdin_size, read_public_sha256,
              read_public_size, max_cycles, segment_log_height, max_provers, state, segments,
              run_ended, cycles, exit_status, last_event, submitted_at)
            VALUES (?, ?, 'STARK', ?, 1, ?, 1, ?, 1, ?, 1, ?, 1, ?, 1, 0, 0, 0, 'RUNNING', ?,
              TRUE, 9, 0, 0, UTC_TIMESTAMP(3))
            """,
            id.toString(),
            other.hex(),
            elf.hex(),
            other.hex(),
            other.hex(),
            elf.hex(),
            other.hex(),
            other.hex(),
            segments);
  }
}
