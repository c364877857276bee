package dev.provelet.stage.task;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.stage.event.ProofEvent;
import dev.provelet.stage.event.Signals;
import dev.provelet.stage.plan.RunProgress;
import dev.provelet.stage.plan.TaskKind;
import dev.provelet.stage.proof.Failure;
import dev.provelet.stage.proof.Proof;
import dev.provelet.stage.proof.Proof.RunEnd;
import dev.provelet.stage.proof.ProofStore;
import dev.provelet.stage.sql.Database;
import dev.provelet.stage.sql.Transaction;
import dev.provelet.stage.task.Outcome.Completed;
import dev.provelet.stage.task.Outcome.Made;
import dev.provelet.stage.task.Outcome.Run;
import dev.provelet.stage.task.TaskGraph.Product;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows from an attempt's end: the task's new state, the tasks that come next and the
 * events, in one transaction. An end counts only while the task is the attempt's.
 */
@Singleton
public final class Endings {
  private final Database database;
  private final ProofStore proofs;
  private final LeaseStore leases;
  private final ArtifactTable artifacts;
  private final TaskGraph graph;
  private final Signals signals;

  @Inject
  Endings(
      Database database,
      ProofStore proofs,
      LeaseStore leases,
      ArtifactTable artifacts,
      TaskGraph graph,
      Signals signals) {
    this.database = database;
    this.proofs = proofs;
    this.leases = leases;
    this.artifacts = artifacts;
    this.graph = graph;
    this.signals = signals;
  }

  /** Where the proof is after an attempt's end. */
  public enum After {
    /** It goes on. */
    OPEN,
    /** It is over; other attempts at its tasks are for nothing. */
    OVER,
    /** The end did not count. */
    IGNORED
  }

  public After apply(Claim claim, Outcome outcome) {
    After after = database.transact(tx -> apply(tx, claim, outcome));
    signals.changed(claim.proof());
    signals.workToDo();
    return after;
  }

  /** Ends a proof because its client says so; empty if there is no such proof. */
  public Optional<Proof> cancel(ProofId id) {
    Optional<Proof> before =
        database.transact(
            tx -> {
              Optional<Proof> proof = proofs.lock(tx, id);
              if (proof.isPresent() && !proof.get().state().terminal()) {
                graph.cancel(tx, id);
                proofs.cancelled(tx, id);
              }
              return proof;
            });
    signals.changed(id);
    return before;
  }

  private After apply(Transaction tx, Claim claim, Outcome outcome) throws SQLException {
    Optional<Proof> locked = proofs.lock(tx, claim.proof());
    if (locked.isEmpty() || locked.get().state().terminal() || !leases.held(tx, claim)) {
      return After.IGNORED;
    }
    Proof proof = locked.get();
    return switch (outcome) {
      case Completed completed -> completed(tx, proof, claim, completed);
      case Outcome.GuestFailed(String message, String stderr) ->
          fail(tx, proof, claim, Failure.Kind.GUEST, message, stderr);
      case Outcome.InputRefused(String message) ->
          fail(tx, proof, claim, Failure.Kind.INPUT, message, "");
      case Outcome.InputDamaged(String artifact, String message) ->
          damaged(tx, proof, claim, artifact, message);
      case Outcome.OutOfResources(String message) ->
          counted(tx, proof, claim, Failure.Kind.RESOURCE, message);
      case Outcome.EngineFailed(String message) ->
          counted(tx, proof, claim, Failure.Kind.ENGINE, message);
      case Outcome.Interrupted(String message) -> interrupted(tx, claim, message);
      case Outcome.Busy _ -> {
        var _ = leases.requeue(tx, claim, Duration.ZERO);
        yield After.OPEN;
      }
      case Outcome.LeaseLost _ -> After.IGNORED;
    };
  }

  private After completed(Transaction tx, Proof proof, Claim claim, Completed completed)
      throws SQLException {
    Optional<String> wrong = objection(proof, claim, completed);
    if (wrong.isPresent()) {
      return counted(tx, proof, claim, Failure.Kind.ENGINE, wrong.get());
    }
    @Nullable Run run = completed.run();
    if (run != null && run.exitStatus() != 0) {
      String message = "the program exited with status " + run.exitStatus();
      return fail(tx, proof, claim, Failure.Kind.GUEST, message, run.stderr());
    }
    var _ = leases.done(tx, claim);
    if (run != null && !proof.run().ended()) {
      runEnded(tx, proof, claim, run);
    }
    for (Product product : TaskGraph.products(claim.kind(), claim.task())) {
      Made made = find(completed, product.object()).orElseThrow();
      ArtifactKey key = claim.outputs().resolve(made.name());
      StoredArtifact artifact =
          new StoredArtifact(product.artifact(), claim.task(), key, made.sha256(), made.size());
      var _ = graph.add(tx, proof, artifact);
    }
    if (claim.kind() == TaskKind.VERIFY) {
      graph.addVerdict(tx, proof, claim.task());
    }
    graph.record(
        tx, proof.id(), new ProofEvent.TaskFinished(claim.task(), leases.millis(tx, claim)));
    if (claim.kind() == TaskKind.SPLIT && !graph.replenish(tx, proof.id(), claim.task())) {
      String words = "segments were damaged again each time that they were made";
      graph.fail(tx, proof, new Failure(Failure.Kind.ENGINE, claim.task(), words, ""));
      return After.OVER;
    }
    if (claim.kind() == TaskKind.PUBLISH) {
      proofs.succeeded(tx, proof.id());
      graph.record(tx, proof.id(), new ProofEvent.ProofSucceeded());
      return After.OVER;
    }
    return After.OPEN;
  }

  private void runEnded(Transaction tx, Proof proof, Claim claim, Run run) throws SQLException {
    proofs.runEnded(tx, proof.id(), new RunEnd(run.cycles(), run.exitStatus(), run.stderr()));
    RunProgress after = proof.run().end();
    graph.grow(tx, proof, after);
    if (claim.kind() == TaskKind.SPLIT) {
      graph.record(tx, proof.id(), new ProofEvent.SplitFinished(after.segments(), run.cycles()));
    }
  }

  /** What is wrong with an answer that says that the task is done. */
  private static Optional<String> objection(Proof proof, Claim claim, Completed completed) {
    for (Product product : TaskGraph.products(claim.kind(), claim.task())) {
      if (find(completed, product.object()).isEmpty()) {
        return Optional.of("the function said done without having made " + product.object());
      }
    }
    return switch (claim.kind()) {
      case EXECUTE ->
          completed.run() == null
              ? Optional.of("the function said done without saying how the run went")
              : Optional.empty();
      case SPLIT -> splitObjection(proof, completed.run());
      case PROVE, LEAF, INTERNAL, RECURSIVE, WRAP, VERIFY, PUBLISH -> Optional.empty();
    };
  }

  private static Optional<String> splitObjection(Proof proof, @Nullable Run run) {
    if (run == null) {
      return Optional.of("the function said done without saying how the run went");
    }
    if (run.segments() == 0 || run.segments() != proof.run().segments()) {
      return Optional.of(
          "the run is said to have "
              + run.segments()
              + " segments, reported were "
              + proof.run().segments());
    }
    return Optional.empty();
  }

  private static Optional<Made> find(Completed completed, String name) {
    return completed.made().stream().filter(made -> made.name().equals(name)).findFirst();
  }

  private After fail(
      Transaction tx, Proof proof, Claim claim, Failure.Kind kind, String message, String stderr)
      throws SQLException {
    var _ = leases.failed(tx, claim, message);
    graph.fail(tx, proof, new Failure(kind, claim.task(), message, stderr));
    return After.OVER;
  }

  private After counted(Transaction tx, Proof proof, Claim claim, Failure.Kind kind, String message)
      throws SQLException {
    int failures = leases.countFailure(tx, claim, message);
    if (failures >= RetryPolicy.MAX_FAILURES) {
      String all = "given up after " + failures + " attempts; the last: " + message;
      return fail(tx, proof, claim, kind, all, "");
    }
    var _ = leases.requeue(tx, claim, RetryPolicy.afterFailure(failures));
    String reason = kind == Failure.Kind.RESOURCE ? "resource" : "engine";
    graph.record(tx, proof.id(), new ProofEvent.TaskRetried(claim.task(), reason, message));
    return After.OPEN;
  }

  private After interrupted(Transaction tx, Claim claim, String message) throws SQLException {
    int interruptions = leases.countInterruption(tx, claim, message);
    var _ = leases.requeue(tx, claim, RetryPolicy.afterInterruption(interruptions));
    graph.record(
        tx, claim.proof(), new ProofEvent.TaskRetried(claim.task(), "infrastructure", message));
    return After.OPEN;
  }

  private After damaged(Transaction tx, Proof proof, Claim claim, String name, String message)
      throws SQLException {
    Optional<StoredArtifact> damaged = artifacts.find(tx, proof.id(), name);
    if (damaged.isEmpty()) {
      // Someone else has reported it already.
      var _ = leases.requeue(tx, claim, Duration.ZERO);
      graph.refresh(tx, proof.id(), claim.task());
      return After.OPEN;
    }
    Optional<String> producer = damaged.get().producingTask();
    if (producer.isEmpty()) {
      if (name.equals(StoredArtifact.PROGRAM)) {
        proofs.programLost(tx, proof.request().program().sha256());
      }
      String words =
          "the stored " + name + " is no longer what was submitted; submit it again: " + message;
      return fail(tx, proof, claim, Failure.Kind.INPUT, words, "");
    }
    var _ = leases.requeue(tx, claim, Duration.ZERO);
    if (!graph.remake(tx, proof, damaged.get(), producer.get())) {
      String words = name + " was damaged again each time that it was made: " + message;
      graph.fail(tx, proof, new Failure(Failure.Kind.ENGINE, claim.task(), words, ""));
      return After.OVER;
    }
    return After.OPEN;
  }
}
