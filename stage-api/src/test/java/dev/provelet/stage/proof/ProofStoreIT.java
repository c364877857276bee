package dev.provelet.stage.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provelet.contract.artifact.ProofId;
import dev.provelet.stage.event.ChangeNotifications;
import dev.provelet.stage.plan.ProofTarget;
import dev.provelet.stage.proof.ProofRequest.Content;
import dev.provelet.stage.proof.ProofRequest.Inputs;
import dev.provelet.stage.proof.ProofRequest.Limits;
import dev.provelet.stage.sql.Database;
import dev.provelet.stage.task.TaskParts;
import dev.provelet.stage.testing.RealDatabase;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ProofStoreIT {
  private static final Content PROGRAM = Content.of(new byte[] {1});
  private static final Content STDIN = Content.of(new byte[] {2});
  private static final Content PUBLIC = Content.of(new byte[0]);
  private static final Content OTHER = Content.of(new byte[] {3});

  private final Database database = new Database(RealDatabase.migrated());
  private final TaskParts tasks = new TaskParts(database, new ChangeNotifications());
  private final ProofId id = ProofId.random();

  @Test
  void what_was_read_is_kept() {
    // Given
    insert();
    assertThat(find().inputsRead()).isEmpty();
    // When
    read(new Inputs(PROGRAM, STDIN, PUBLIC));
    // Then
    assertThat(find().inputsRead()).contains(find().request().inputs());
  }

  static Stream<Inputs> others() {
    return Stream.of(
        new Inputs(OTHER, STDIN, PUBLIC),
        new Inputs(PROGRAM, OTHER, PUBLIC),
        new Inputs(PROGRAM, STDIN, OTHER),
        new Inputs(PROGRAM, new Content(STDIN.sha256(), 2), PUBLIC));
  }

  @ParameterizedTest
  @MethodSource("others")
  void the_database_takes_no_reading_of_other_inputs(Inputs other) {
    insert();

    assertThatThrownBy(() -> read(other)).hasStackTraceContaining("read_is_what_was_sent");
    assertThat(find().inputsRead()).isEmpty();
  }

  private void insert() {
    ProofRequest request =
        new ProofRequest(ProofTarget.EXECUTE, PROGRAM, STDIN, PUBLIC, Limits.NONE);
    var _ = database.transact(tx -> tasks.newProofs().insert(tx, id, request, null));
  }

  private void read(Inputs inputs) {
    database.execute(tx -> tasks.proofs().inputsRead(tx, id, inputs));
  }

  private Proof find() {
    return database.transact(tx -> tasks.proofs().find(tx, id)).orElseThrow();
  }
}
