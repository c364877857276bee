package dev.provelet.stage.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.stage.event.ChangeNotifications;
import dev.provelet.stage.plan.ProofTarget;
import dev.provelet.stage.plan.TaskKind;
import dev.provelet.stage.proof.ProofRequest;
import dev.provelet.stage.proof.ProofRequest.Content;
import dev.provelet.stage.proof.ProofRequest.Limits;
import dev.provelet.stage.sql.Database;
import dev.provelet.stage.store.ObjectStore;
import dev.provelet.stage.store.StoreUnavailableException;
import dev.provelet.stage.task.Attempt;
import dev.provelet.stage.task.Outcome;
import dev.provelet.stage.task.StoredArtifact;
import dev.provelet.stage.task.TaskParts;
import dev.provelet.stage.testing.RealDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DamageCheckIT {
  private static final byte[] PROGRAM = {1, 2, 3, 4};
  private static final Outcome.InputDamaged ACCUSED =
      new Outcome.InputDamaged(StoredArtifact.PROGRAM, "it is damaged");

  private final Database database = new Database(RealDatabase.migrated());
  private final TaskParts tasks = new TaskParts(database, new ChangeNotifications());
  private final ProofId id = ProofId.random();

  @Test
  void aConnectionThatBreaksOffIsNoDamage() {
    // Given a store that sends half of the program
    HeldStore store = new HeldStore(new SequenceInputStream(bytes(1, 2), new Broken()));

    // When, then: it is tried again, and the program stays
    assertThatThrownBy(() -> damageCheck(store).confirm(claim(), ACCUSED))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(store.deleted).isFalse();
  }

  @Test
  void anObjectThatEndsEarlyIsDamaged() {
    HeldStore store = new HeldStore(bytes(1, 2));

    assertThat(damageCheck(store).confirm(claim(), ACCUSED)).isEqualTo(ACCUSED);
    assertThat(store.deleted).isTrue();
  }

  private DamageCheck damageCheck(ObjectStore store) {
    return new DamageCheck(database, tasks.artifacts(), store);
  }

  private Attempt claim() {
    Content empty = Content.of(new byte[0]);
    ProofRequest request =
        new ProofRequest(ProofTarget.EXECUTE, Content.of(PROGRAM), empty, empty, Limits.NONE);
    var _ = database.transact(tx -> tasks.newProofs().insert(tx, id, request));
    return new Attempt(id, "execute", TaskKind.EXECUTE, 0, 1, 1, null);
  }

  private static InputStream bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return new ByteArrayInputStream(bytes);
  }

  /** A connection that is reset. */
  private static final class Broken extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("Connection reset");
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      throw new IOException("Connection reset");
    }
  }

  /** A store of one object. */
  private static final class HeldStore implements ObjectStore {
    private final InputStream content;
    private boolean deleted;

    HeldStore(InputStream content) {
      this.content = content;
    }

    @Override
    public Optional<InputStream> open(ArtifactKey key) {
      return Optional.of(content);
    }

    @Override
    public void delete(ArtifactKey key) {
      deleted = true;
    }

    @Override
    public boolean putOnce(ArtifactKey key, byte[] bytes, Digest sha256) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void put(ArtifactKey key, Path file, Digest sha256, String mediaType) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Stat> stat(ArtifactKey key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void prepare() {}
  }
}
