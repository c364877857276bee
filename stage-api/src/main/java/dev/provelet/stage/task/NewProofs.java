package dev.provelet.stage.task;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.stage.event.ProofEvent;
import dev.provelet.stage.plan.ProofPlan;
import dev.provelet.stage.proof.Proof;
import dev.provelet.stage.proof.ProofRequest;
import dev.provelet.stage.proof.ProofRequest.Content;
import dev.provelet.stage.proof.ProofStore;
import dev.provelet.stage.sql.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Inserts a proof whose inputs lie in the store, with its first task. */
@Singleton
public final class NewProofs {
  private final ProofStore proofs;
  private final ArtifactTable artifacts;
  private final TaskGraph graph;

  @Inject
  NewProofs(ProofStore proofs, ArtifactTable artifacts, TaskGraph graph) {
    this.proofs = proofs;
    this.artifacts = artifacts;
    this.graph = graph;
  }

  /**
   * Inserts a proof of a program that is run.
   *
   * @param keySet of a proof for a chain
   */
  public Proof insert(Transaction tx, ProofId id, ProofRequest request, @Nullable Digest keySet)
      throws SQLException {
    proofs.elfStored(tx, request.program());
    proofs.insert(tx, id, request, keySet);
    Proof proof = proofs.find(tx, id).orElseThrow();
    artifacts.addSent(
        tx,
        id,
        sent(StoredArtifact.PROGRAM, ArtifactKey.program(request.elfId()), request.program()),
        sent(StoredArtifact.STDIN, ArtifactKey.stdin(id), request.stdin()),
        sent(StoredArtifact.PUBLIC_INPUT, ArtifactKey.publicInput(id), request.publicInput()));
    begin(tx, proof);
    return proof;
  }

  /**
   * Inserts a proof that begins with the final proof of another.
   *
   * @param artifactsOfOther what the other has that this one is made from
   */
  public Proof insert(
      Transaction tx,
      ProofId id,
      ProofRequest request,
      Digest keySet,
      List<StoredArtifact> artifactsOfOther)
      throws SQLException {
    proofs.insert(tx, id, request, keySet);
    proofs.runTakenOver(tx, id);
    for (StoredArtifact artifact : artifactsOfOther) {
      var _ = artifacts.addIfAbsent(tx, id, artifact);
    }
    var _ = artifacts.addVerdict(tx, id, ProofPlan.VERDICT);
    Proof proof = proofs.find(tx, id).orElseThrow();
    begin(tx, proof);
    return proof;
  }

  private void begin(Transaction tx, Proof proof) throws SQLException {
    ProofRequest request = proof.request();
    graph.insert(tx, proof, ProofPlan.first(request.target(), request.origin()));
    graph.record(
        tx,
        proof.id(),
        new ProofEvent.Submitted(
            request.target().name().toLowerCase(Locale.ROOT), request.elfId().hex()));
  }

  private static StoredArtifact sent(String name, ArtifactKey key, Content content) {
    return new StoredArtifact(name, null, key, content.sha256(), content.size());
  }
}
