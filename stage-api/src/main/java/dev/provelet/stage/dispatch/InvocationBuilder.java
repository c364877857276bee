package dev.provelet.stage.dispatch;

import dev.provelet.contract.capability.CapabilityUrls;
import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.Invocation;
import dev.provelet.contract.function.Step;
import dev.provelet.contract.function.Step.GuestInputs;
import dev.provelet.contract.function.Step.Layer;
import dev.provelet.contract.function.Step.RunLimits;
import dev.provelet.stage.StageConfig;
import dev.provelet.stage.plan.ProofPlan;
import dev.provelet.stage.proof.Proof;
import dev.provelet.stage.proof.ProofStore;
import dev.provelet.stage.sql.Database;
import dev.provelet.stage.task.ArtifactTable;
import dev.provelet.stage.task.Attempt;
import dev.provelet.stage.task.StoredArtifact;
import dev.provelet.stage.task.TaskStore;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
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

  @Inject
  InvocationBuilder(
      Database database,
      ProofStore proofs,
      TaskStore tasks,
      ArtifactTable artifacts,
      CapabilityUrls capabilities,
      StageConfig config) {
    this.database = database;
    this.proofs = proofs;
    this.tasks = tasks;
    this.artifacts = artifacts;
    this.capabilities = capabilities;
    this.config = config;
  }

  /** Empty if something that it needs has gone in the meantime. */
  Optional<Invocation> of(Attempt attempt) {
    return database
        .transact(
            tx -> {
              Proof proof = proofs.find(tx, attempt.proof()).orElseThrow();
              List<String> needs = tasks.needs(tx, attempt.proof(), attempt.task());
              Map<String, StoredArtifact> found = new HashMap<>();
              for (String name : needs) {
                artifacts.find(tx, attempt.proof(), name).ifPresent(a -> found.put(name, a));
              }
              for (String name :
                  List.of(
                      StoredArtifact.PROGRAM, StoredArtifact.STDIN, StoredArtifact.PUBLIC_INPUT)) {
                artifacts.find(tx, attempt.proof(), name).ifPresent(a -> found.put(name, a));
              }
              return new Material(proof, needs, found);
            })
        .complete()
        .map(material -> invocation(attempt, material));
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

  private Invocation invocation(Attempt attempt, Material material) {
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
    return new Artifact(
        artifact.name(),
        capabilities.get(
            config.fileServer(), artifact.key(), attempt.attemptId(), config.capabilityValidity()),
        artifact.sha256(),
        artifact.size());
  }

  private RunLimits limits(Proof proof) {
    return new RunLimits(
        proof.request().limits().maxCycles(),
        config.limits().output().asLongValue(),
        proof.request().limits().segmentLogHeight());
  }
}
