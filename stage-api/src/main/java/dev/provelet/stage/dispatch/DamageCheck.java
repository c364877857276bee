package dev.provelet.stage.dispatch;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.objectstore.ObjectStore;
import dev.provelet.objectstore.StoreUnavailableException;
import dev.provelet.stage.sql.Database;
import dev.provelet.stage.task.ArtifactTable;
import dev.provelet.stage.task.Attempt;
import dev.provelet.stage.task.Outcome;
import dev.provelet.stage.task.StoredArtifact;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Looks for itself when a function says that what the client sent is not what it was: that cannot
 * be made again. A damaged program is removed, so that the next submission stores it anew.
 */
@Singleton
class DamageCheck {
  private final Database database;
  private final ArtifactTable artifacts;
  private final ObjectStore store;

  @Inject
  DamageCheck(Database database, ArtifactTable artifacts, ObjectStore store) {
    this.database = database;
    this.artifacts = artifacts;
    this.store = store;
  }

  /** What a function's word about a damaged input is worth. */
  Outcome confirm(Attempt attempt, Outcome.InputDamaged damaged) {
    Optional<StoredArtifact> sent =
        database
            .transact(tx -> artifacts.find(tx, attempt.proof(), damaged.artifact()))
            .filter(artifact -> artifact.producingTask().isEmpty());
    if (sent.isEmpty()) {
      return damaged;
    }
    if (intact(sent.get())) {
      return new Outcome.InputRefused(damaged.message());
    }
    if (damaged.artifact().equals(StoredArtifact.PROGRAM)) {
      store.delete(sent.get().key());
    }
    return damaged;
  }

  /**
   * @throws StoreUnavailableException if it cannot be read to its end, which says nothing of it
   */
  private boolean intact(StoredArtifact artifact) {
    MessageDigest hash = Digest.sha256();
    try {
      return store.copyTo(
              artifact.key(), new DigestOutputStream(OutputStream.nullOutputStream(), hash))
          && Digest.ofHash(hash.digest()).equals(artifact.sha256());
    } catch (IOException e) {
      throw new StoreUnavailableException("the object store broke off", e);
    }
  }
}
