package dev.provelet.stage.task;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.stage.sql.Transaction;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of artifacts: which object each name stands for. */
@Singleton
public final class ArtifactTable {

  /**
   * Adds an artifact unless there is one with its name: the first stays, since others may have
   * begun to work with it.
   *
   * @return whether it was added
   */
  boolean addIfAbsent(Transaction tx, ProofId proof, StoredArtifact artifact) throws SQLException {
    return add(
        tx,
        proof,
        artifact.name(),
        artifact.producer(),
        artifact.key().value(),
        artifact.sha256().hex(),
        artifact.size());
  }

  /** Adds what came with a new proof: three artifacts at once, since clients wait for it. */
  void addSent(
      Transaction tx,
      ProofId proof,
      StoredArtifact program,
      StoredArtifact stdin,
      StoredArtifact publicInput)
      throws SQLException {
    List<@Nullable Object> parameters = new ArrayList<>();
    for (StoredArtifact artifact : List.of(program, stdin, publicInput)) {
      parameters.add(proof.toString());
      parameters.add(artifact.name());
      parameters.add(artifact.key().value());
      parameters.add(artifact.sha256().hex());
      parameters.add(artifact.size());
    }
    var _ =
        tx.update(
            """
            INSERT INTO artifact (proof_id, name, object_key, sha256, size)
            VALUES (?, ?, ?, ?, ?), (?, ?, ?, ?, ?), (?, ?, ?, ?, ?)
            """,
            parameters.toArray());
  }

  /** Adds a verdict: an artifact without an object. */
  boolean addVerdict(Transaction tx, ProofId proof, String task) throws SQLException {
    return add(tx, proof, task, task, null, null, null);
  }

  void remove(Transaction tx, ProofId proof, String name) throws SQLException {
    var _ =
        tx.update("DELETE FROM artifact WHERE proof_id = ? AND name = ?", proof.toString(), name);
  }

  /** An artifact that has an object. */
  public Optional<StoredArtifact> find(Transaction tx, ProofId proof, String name)
      throws SQLException {
    return tx.first(
        """
        SELECT * FROM artifact WHERE proof_id = ? AND name = ? AND object_key IS NOT NULL
        """,
        row ->
            new StoredArtifact(
                name,
                row.getString("producer"),
                new ArtifactKey(row.getString("object_key")),
                Digest.parse(row.getString("sha256")),
                row.getLong("size")),
        proof.toString(),
        name);
  }

  /** Whether there is an artifact of this name, be it a verdict. */
  public boolean has(Transaction tx, ProofId proof, String name) throws SQLException {
    return tx.first(
            "SELECT 1 FROM artifact WHERE proof_id = ? AND name = ?",
            _ -> true,
            proof.toString(),
            name)
        .orElse(false);
  }

  private boolean add(
      Transaction tx,
      ProofId proof,
      String name,
      @Nullable String producer,
      @Nullable String key,
      @Nullable String sha256,
      @Nullable Long size)
      throws SQLException {
    // The proof is locked, so nobody adds it in between.
    if (has(tx, proof, name)) {
      return false;
    }
    return tx.update(
            """
            INSERT INTO artifact (proof_id, name, producer, object_key, sha256, size)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            proof.toString(),
            name,
            producer,
            key,
            sha256,
            size)
        == 1;
  }
}
