package dev.provelet.stage.submit;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.contract.artifact.PublishedName;
import dev.provelet.stage.plan.ProofPlan;
import dev.provelet.stage.proof.Proof;
import dev.provelet.stage.proof.ProofState;
import dev.provelet.stage.proof.ProofStore;
import dev.provelet.stage.snark.KeySet;
import dev.provelet.stage.sql.Transaction;
import dev.provelet.stage.task.ArtifactTable;
import dev.provelet.stage.task.StoredArtifact;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Final proofs that there are, to be taken on to proofs for a chain. */
@Singleton
public final class FinalProofs {
  private static final List<String> NEEDED =
      List.of(
          StoredArtifact.PROGRAM,
          StoredArtifact.STDIN,
          StoredArtifact.PUBLIC_INPUT,
          ProofPlan.OUTPUT,
          ProofPlan.RUN,
          ProofPlan.FINAL_PROOF);

  private final ProofStore proofs;
  private final ArtifactTable artifacts;

  @Inject
  public FinalProofs(ProofStore proofs, ArtifactTable artifacts) {
    this.proofs = proofs;
    this.artifacts = artifacts;
  }

  /**
   * A proof that is over and has a final proof that was verified.
   *
   * @param artifacts what another proof is made from, as if a client had sent it
   */
  record FinalProof(Proof proof, List<StoredArtifact> artifacts) {
    FinalProof {
      artifacts = List.copyOf(artifacts);
    }
  }

  /**
   * @throws RejectedException with words if it cannot be taken on with this key set
   */
  FinalProof find(Transaction tx, ProofId id, KeySet keySet) throws SQLException {
    Proof proof =
        proofs
            .find(tx, id)
            .orElseThrow(() -> new RejectedException(new Rejection.UnknownProof(id)));
    requireFinalProof(tx, proof);
    String engine = keySet.manifest().engineVersion();
    if (!engine.equals(proof.engineVersion())) {
      throw refused(
          proof,
          "it is of engine %s, and the key set for on-chain proofs is for engine %s: submit its program again"
              .formatted(proof.engineVersion(), engine));
    }
    boolean published = proof.state() instanceof ProofState.Succeeded;
    List<StoredArtifact> found = new ArrayList<>();
    for (String name : NEEDED) {
      StoredArtifact artifact =
          artifacts
              .find(tx, id, name)
              .orElseThrow(() -> refused(proof, "its " + name + " was lost: submit it again"));
      ArtifactKey key =
          published && name.equals(ProofPlan.FINAL_PROOF)
              ? ArtifactKey.published(id, PublishedName.PROOF)
              : artifact.key();
      found.add(new StoredArtifact(name, null, key, artifact.sha256(), artifact.size()));
    }
    return new FinalProof(proof, found);
  }

  private void requireFinalProof(Transaction tx, Proof proof) throws SQLException {
    switch (proof.request().target()) {
      case EXECUTE, SEGMENTS ->
          throw refused(
              proof,
              "its target is %s, so that it has no final proof; name one whose target is stark or snark"
                  .formatted(proof.request().target().name().toLowerCase(Locale.ROOT)));
      case STARK, SNARK -> {}
    }
    if (!proof.state().terminal()) {
      throw refused(proof, "it is not finished; try again when it is");
    }
    if (!artifacts.has(tx, proof.id(), ProofPlan.VERDICT)) {
      throw refused(
          proof, "it ended before its final proof was made and verified: submit its program again");
    }
  }

  private static RejectedException refused(Proof proof, String reason) {
    return new RejectedException(new Rejection.NoFinalProof(proof.id(), reason));
  }
}
