package dev.provelet.stage.dispatch;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.capability.CapabilityUrls;
import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.Invocation;
import dev.provelet.contract.function.SnarkKeys;
import dev.provelet.contract.function.Step;
import dev.provelet.contract.function.Step.GuestInputs;
import dev.provelet.contract.function.Step.Layer;
import dev.provelet.contract.function.Step.RunLimits;
import dev.provelet.contract.snark.KeyFiles;
import dev.provelet.contract.snark.KeySetManifest.KeyFile;
import dev.provelet.stage.StageConfig;
import dev.provelet.stage.plan.ProofPlan;
import dev.provelet.stage.proof.Proof;
import dev.provelet.stage.proof.ProofStore;
import dev.provelet.stage.snark.KeySet;
import dev.provelet.stage.snark.KeySetException;
import dev.provelet.stage.snark.KeySets;
import dev.provelet.stage.sql.Database;
import dev.provelet.stage.task.ArtifactTable;
import dev.provelet.stage.task.Attempt;
import dev.provelet.stage.task.StoredArtifact;
import dev.provelet.stage.task.TaskStore;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes of an attempt what a function is told: the step, with capabilities for all it needs. */
@Singleton
class InvocationBuilder {
  private final Database database;
  private final ProofStore proofs;
  private final TaskStore tasks;
  private final ArtifactTable artifacts;
  private final CapabilityUrls capabilities;
  private final StageConfig config;
  private final KeySets keySets;

  @Inject
  InvocationBuilder(
      Database database,
      ProofStore proofs,
      TaskStore tasks,
      ArtifactTable artifacts,
      CapabilityUrls capabilities,
      StageConfig config,
      KeySets keySets) {
    this.database = database;
    this.proofs = proofs;
    this.tasks = tasks;
    this.artifacts = artifacts;
    this.capabilities = capabilities;
    this.config = config;
    this.keySets = keySets;
  }

  /**
   * Empty if something that it needs has gone in the meantime.
   *
   * @throws KeySetException if its key set cannot be read
   */
  Optional<Invocation> of(Attempt attempt) throws KeySetException {
    Optional<Material> material = material(attempt).complete();
    return material.isEmpty() ? Optional.empty() : Optional.of(invocation(attempt, material.get()));
  }

  private Material material(Attempt attempt) {
    return database.transact(
        tx -> {
          Proof proof = proofs.find(tx, attempt.proof()).orElseThrow();
          List<String> needs = tasks.needs(tx, attempt.proof(), attempt.task());
          Map<String, StoredArtifact> found = new HashMap<>();
          for (String name : needs) {
            artifacts.find(tx, attempt.proof(), name).ifPresent(a -> found.put(name, a));
          }
          for (String name :
              List.of(StoredArtifact.PROGRAM, StoredArtifact.STDIN, StoredArtifact.PUBLIC_INPUT)) {
            artifacts.find(tx, attempt.proof(), name).ifPresent(a -> found.put(name, a));
          }
          return new Material(proof, needs, found);
        });
  }

  /** What the database knows about a task. */
  private record Material(Proof proof, List<String> needs, Map<String, StoredArtifact> artifacts) {
    Optional<Material> complete() {
      return artifacts.keySet().containsAll(needs) ? Optional.of(this) : Optional.empty();
    }

    StoredArtifact get(String name) {
      StoredArtifact artifact = artifacts.get(name);
      if (artifact == null) {
        throw new IllegalStateException(proof.id() + " has no artifact " + name);
      }
      return artifact;
    }
  }

  private Invocation invocation(Attempt attempt, Material material) throws KeySetException {
    Step step =
        switch (attempt.kind()) {
          case EXECUTE ->
              new Step.Execute(
                  pull(attempt, material.get(StoredArtifact.PROGRAM)),
                  inputs(attempt, material),
                  limits(material.proof()));
          case SPLIT ->
              new Step.Split(
                  pull(attempt, material.get(StoredArtifact.PROGRAM)),
                  inputs(attempt, material),
                  limits(material.proof()));
          case PROVE ->
              new Step.Prove(
                  pull(attempt, material.get(StoredArtifact.PROGRAM)),
                  inputs(attempt, material),
                  pull(attempt, material.get(material.needs().getFirst())));
          case LEAF -> aggregate(Layer.LEAF, attempt, material);
          case INTERNAL -> aggregate(Layer.INTERNAL, attempt, material);
          case RECURSIVE -> aggregate(Layer.RECURSIVE, attempt, material);
          case WRAP -> aggregate(Layer.WRAP, attempt, material);
          case VERIFY ->
              new Step.Verify(
                  pull(attempt, material.get(StoredArtifact.PROGRAM)),
                  pull(attempt, material.get(ProofPlan.FINAL_PROOF)),
                  material.get(StoredArtifact.PUBLIC_INPUT).sha256(),
                  material.get(ProofPlan.OUTPUT).sha256());
          case ROOT ->
              new Step.Root(
                  pull(attempt, material.get(ProofPlan.FINAL_PROOF)),
                  keys(attempt, material, KeyFiles.OF_ROOT));
          case SNARK ->
              new Step.Snark(
                  pull(attempt, material.get(ProofPlan.ROOT_PROOF)),
                  keys(attempt, material, KeyFiles.OF_SNARK));
          case WRAP_EVM ->
              new Step.WrapEvm(
                  pull(attempt, material.get(ProofPlan.STATIC_PROOF)),
                  keys(attempt, material, KeyFiles.OF_WRAP_EVM));
          case VERIFY_SNARK ->
              new Step.VerifySnark(
                  pull(attempt, material.get(StoredArtifact.PROGRAM)),
                  pull(attempt, material.get(ProofPlan.ON_CHAIN_PROOF)),
                  material.get(StoredArtifact.PUBLIC_INPUT).sha256(),
                  material.get(ProofPlan.OUTPUT).sha256(),
                  keys(attempt, material, KeyFiles.OF_VERIFY_SNARK));
          case PUBLISH -> throw new IllegalArgumentException("publishing is not a function's work");
        };
    return new Invocation(
        attempt.taskId(),
        attempt.number(),
        attempt.fence(),
        material.proof().engineVersion(),
        step,
        capabilities.put(
            config.fileServer(),
            attempt.outputs(),
            attempt.attemptId(),
            config.capabilityValidity()));
  }

  private Step aggregate(Layer layer, Attempt attempt, Material material) {
    return new Step.Aggregate(
        layer, material.needs().stream().map(name -> pull(attempt, material.get(name))).toList());
  }

  private GuestInputs inputs(Attempt attempt, Material material) {
    return new GuestInputs(
        pull(attempt, material.get(StoredArtifact.STDIN)),
        pull(attempt, material.get(StoredArtifact.PUBLIC_INPUT)));
  }

  private Artifact pull(Attempt attempt, StoredArtifact artifact) {
    return pull(attempt, artifact.name(), artifact.key(), artifact.sha256(), artifact.size());
  }

  private Artifact pull(Attempt attempt, String name, ArtifactKey key, Digest sha256, long size) {
    return new Artifact(
        name,
        capabilities.get(
            config.fileServer(), key, attempt.attemptId(), config.capabilityValidity()),
        sha256,
        size);
  }

  /**
   * The key set that the proof began with, which the operator may have replaced since.
   *
   * @param files of the set that the step works with; those that lie in the store can be pulled
   */
  private SnarkKeys keys(Attempt attempt, Material material, List<String> files)
      throws KeySetException {
    KeySet keySet = keySets.read(material.proof().onChainKeySet().orElseThrow());
    List<Artifact> pulled = new ArrayList<>();
    for (String name : files) {
      KeyFile file = keySet.file(name);
      if (keySets.has(keySet, name, file)) {
        pulled.add(
            pull(
                attempt,
                name,
                ArtifactKey.snarkKey(keySet.id(), name),
                file.sha256(),
                file.bytes()));
      }
    }
    return new SnarkKeys(keySet.id(), pulled);
  }

  private RunLimits limits(Proof proof) {
    return new RunLimits(
        proof.request().limits().maxCycles(),
        config.limits().output().asLongValue(),
        proof.request().limits().segmentLogHeight());
  }
}
