package dev.provelet.stage.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.objectstore.ObjectStore.PutOutcome;
import dev.provelet.objectstore.StoreUnavailableException;
import dev.provelet.objectstore.testing.MemoryObjectStore;
import dev.provelet.stage.event.ChangeNotifications;
import dev.provelet.stage.plan.ProofTarget;
import dev.provelet.stage.plan.TaskKind;
import dev.provelet.stage.proof.ProofRequest;
import dev.provelet.stage.proof.ProofRequest.Content;
import dev.provelet.stage.proof.ProofRequest.Limits;
import dev.provelet.stage.sql.Database;
import dev.provelet.stage.task.Attempt;
import dev.provelet.stage.task.Outcome;
import dev.provelet.stage.task.StoredArtifact;
import dev.provelet.stage.task.TaskParts;
import dev.provelet.stage.testing.RealDatabase;
import org.junit.jupiter.api.Test;

final class DamageCheckIT {
  private static final byte[] PROGRAM = {1, 2, 3, 4};
  private static final Outcome.InputDamaged ACCUSED =
      new Outcome.InputDamaged(StoredArtifact.PROGRAM, "it is damaged");

  private static final ArtifactKey KEY = ArtifactKey.program(Digest.of(PROGRAM));

  private final MemoryObjectStore store = new MemoryObjectStore();
  private final Database database = new Database(RealDatabase.migrated());
  private final TaskParts tasks = new TaskParts(database, new ChangeNotifications());
  private final ProofId id = ProofId.random();

  @Test
  void a_connection_that_breaks_off_is_no_damage() {
    // Given a store that sends half of the program
    hold(PROGRAM);
    store.breakOffAfter(2);

    // When, then: it is tried again, and the program stays
    assertThatThrownBy(() -> damageCheck().confirm(claim(), ACCUSED))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(store.find(KEY)).isPresent();
  }

  @Test
  void an_object_that_ends_early_is_damaged() {
    hold(new byte[] {1, 2});

    assertThat(damageCheck().confirm(claim(), ACCUSED)).isEqualTo(ACCUSED);
    assertThat(store.find(KEY)).isEmpty();
  }

  private DamageCheck damageCheck() {
    return new DamageCheck(database, tasks.artifacts(), store);
  }

  private void hold(byte[] content) {
    assertThat(store.putOnce(KEY, content, Digest.of(content))).isEqualTo(PutOutcome.STORED);
  }

  private Attempt claim() {
    Content empty = Content.of(new byte[0]);
    ProofRequest request =
        new ProofRequest(ProofTarget.EXECUTE, Content.of(PROGRAM), empty, empty, Limits.NONE);
    var _ = database.transact(tx -> tasks.newProofs().insert(tx, id, request, null));
    return new Attempt(id, "execute", TaskKind.EXECUTE, 0, 1, 1, null);
  }
}
