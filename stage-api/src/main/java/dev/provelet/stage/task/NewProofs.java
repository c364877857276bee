package dev.provelet.stage.task;

import dev.provelet.contract.artifact.ArtifactKey;
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
import java.util.Locale;

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

  public Proof insert(Transaction tx, ProofId id, ProofRequest request) throws SQLException {
    proofs.elfStored(tx, request.program());
    proofs.insert(tx, id, request);
    Proof proof = proofs.find(tx, id).orElseThrow();
    artifacts.addSent(
        tx,
        id,
        sent(StoredArtifact.PROGRAM, ArtifactKey.program(request.elfId()), request.program()),
        sent(StoredArtifact.STDIN, ArtifactKey.stdin(id), request.stdin()),
        sent(StoredArtifact.PUBLIC_INPUT, ArtifactKey.publicInput(id), request.publicInput()));
    graph.insert(tx, proof, ProofPlan.first(request.target()));
    graph.record(
        tx,
        id,
        new ProofEvent.Submitted(
            request.target().name().toLowerCase(Locale.ROOT), request.elfId().hex()));
    return proof;
  }

  private static StoredArtifact sent(String name, ArtifactKey key, Content content) {
    return new StoredArtifact(name, null, key, content.sha256(), content.size());
  }
}
