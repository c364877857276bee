package dev.provelet.stage.task;

import dev.provelet.contract.artifact.ProofId;
import dev.provelet.stage.event.EventStore;
import dev.provelet.stage.event.ProofEvent;
import dev.provelet.stage.plan.PlannedTask;
import dev.provelet.stage.plan.ProofPlan;
import dev.provelet.stage.plan.RunProgress;
import dev.provelet.stage.plan.TaskKind;
import dev.provelet.stage.proof.Failure;
import dev.provelet.stage.proof.Proof;
import dev.provelet.stage.proof.ProofStore;
import dev.provelet.stage.sql.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * A proof's tasks, artifacts and events as one thing. Every method runs in the caller's
 * transaction, in which the caller has locked the proof.
 */
@Singleton
final class TaskGraph {
  private static final Logger LOG = Logger.getLogger(TaskGraph.class);

  private final ProofStore proofs;
  private final TaskStore tasks;
  private final ArtifactTable artifacts;
  private final EventStore events;

  @Inject
  TaskGraph(ProofStore proofs, TaskStore tasks, ArtifactTable artifacts, EventStore events) {
    this.proofs = proofs;
    this.tasks = tasks;
    this.artifacts = artifacts;
    this.events = events;
  }

  void insert(Transaction tx, Proof proof, List<PlannedTask> planned) throws SQLException {
    for (PlannedTask task : planned) {
      tasks.insert(tx, proof, task);
    }
  }

  void record(Transaction tx, ProofId proof, ProofEvent event) throws SQLException {
    events.append(tx, proof, event);
  }

  /** Adds what is new between two states of the run. */
  void grow(Transaction tx, Proof proof, RunProgress after) throws SQLException {
    insert(
        tx,
        proof,
        ProofPlan.grown(proof.request().target(), proof.aggregation(), proof.run(), after));
  }

  /**
   * Adds an artifact and readies who waited for it. If there is one of this name already, that one
   * stays: the same work gives the same result.
   *
   * @return whether it was added
   */
  boolean add(Transaction tx, Proof proof, StoredArtifact artifact) throws SQLException {
    boolean added = artifacts.addIfAbsent(tx, proof.id(), artifact);
    if (added) {
      refreshDependents(tx, proof.id(), artifact.name());
    } else if (artifacts
        .find(tx, proof.id(), artifact.name())
        .filter(first -> !first.sha256().equals(artifact.sha256()))
        .isPresent()) {
      LOG.warnf("%s/%s: done twice with two results; the first stays", proof.id(), artifact.name());
    }
    return added;
  }

  void addVerdict(Transaction tx, Proof proof, String task) throws SQLException {
    if (artifacts.addVerdict(tx, proof.id(), task)) {
      refreshDependents(tx, proof.id(), task);
    }
  }

  /**
   * Has a damaged artifact made again: it is removed, whoever needs it waits, its producer is
   * ready. A verdict on it is void.
   *
   * @return false if it has been made again too often
   */
  boolean remake(Transaction tx, Proof proof, StoredArtifact damaged, String producer)
      throws SQLException {
    artifacts.remove(tx, proof.id(), damaged.name());
    if (tasks.remake(tx, proof.id(), producer) > RetryPolicy.MAX_REMAKES) {
      return false;
    }
    for (String verdict : ProofPlan.VERDICTS) {
      if (tasks.needs(tx, proof.id(), verdict).contains(damaged.name())) {
        artifacts.remove(tx, proof.id(), verdict);
        tasks.reopen(tx, proof.id(), verdict);
        tasks.refresh(tx, proof.id(), verdict);
        refreshDependents(tx, proof.id(), verdict);
      }
    }
    refreshDependents(tx, proof.id(), damaged.name());
    events.append(tx, proof.id(), new ProofEvent.TaskRemade(producer, damaged.name()));
    return true;
  }

  /**
   * Has a split that is done run again if a segment was found damaged after it had reported it.
   *
   * @return false if it has been made again too often
   */
  boolean replenish(Transaction tx, ProofId proof, String split) throws SQLException {
    return !tasks.lacksSegments(tx, proof)
        || tasks.remake(tx, proof, split) <= RetryPolicy.MAX_REMAKES;
  }

  /** Ends the proof without a result. */
  void fail(Transaction tx, Proof proof, Failure failure) throws SQLException {
    tasks.cancelRest(tx, proof.id());
    proofs.failed(tx, proof.id(), failure);
    events.append(tx, proof.id(), ProofEvent.ProofFailed.of(failure));
  }

  /** Ends all tasks because the client does not want the proof any more. */
  void cancel(Transaction tx, ProofId proof) throws SQLException {
    tasks.cancelRest(tx, proof);
    events.append(tx, proof, new ProofEvent.ProofCancelled());
  }

  /** Whether a task is made from this artifact. */
  boolean needs(Transaction tx, ProofId proof, String task, String artifact) throws SQLException {
    return tasks.needs(tx, proof, task).contains(artifact);
  }

  /** Readies or un-readies one task that nobody works on. */
  void refresh(Transaction tx, ProofId proof, String task) throws SQLException {
    tasks.refresh(tx, proof, task);
  }

  /** Readies or un-readies all that need an artifact. */
  void refreshDependents(Transaction tx, ProofId proof, String artifact) throws SQLException {
    for (String dependent : tasks.dependents(tx, proof, artifact)) {
      tasks.refresh(tx, proof, dependent);
    }
  }

  /** What a completed task of this kind makes that others need, by the object's name. */
  static List<Product> products(TaskKind kind, String task) {
    return switch (kind) {
      case EXECUTE, SPLIT ->
          List.of(
              new Product("output.bin", ProofPlan.OUTPUT), new Product("run.json", ProofPlan.RUN));
      case PROVE, LEAF, INTERNAL, RECURSIVE, WRAP -> List.of(new Product("proof.bin", task));
      case ROOT -> List.of(new Product("root.bin", task));
      case SNARK -> List.of(new Product("snark.bin", task));
      case WRAP_EVM -> List.of(new Product("evm.json", task));
      case VERIFY, VERIFY_SNARK, PUBLISH -> List.of();
    };
  }

  /**
   * @param object the name below the attempt's prefix
   * @param artifact the name within the proof
   */
  record Product(String object, String artifact) {}
}
