package dev.provelet.stage.task;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.stage.event.ChangeNotifications;
import dev.provelet.stage.event.ProofEvent;
import dev.provelet.stage.plan.ProofPlan;
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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows from an attempt's end: the task's new state, the tasks that come next and the
 * events, in one transaction. An end counts only while the task is the attempt's.
 */
@Singleton
public final class TaskTransitions {
  private final Database database;
  private final ProofStore proofs;
  private final LeaseStore leases;
  private final ArtifactTable artifacts;
  private final TaskGraph graph;
  private final ChangeNotifications signals;

  @Inject
  TaskTransitions(
      Database database,
      ProofStore proofs,
      LeaseStore leases,
      ArtifactTable artifacts,
      TaskGraph graph,
      ChangeNotifications signals) {
    this.database = database;
    this.proofs = proofs;
    this.leases = leases;
    this.artifacts = artifacts;
    this.graph = graph;
    this.signals = signals;
  }

  /** Where the proof is after an attempt's end. */
  public enum Effect {
    /** It goes on. */
    OPEN,
    /** It is over; other attempts at its tasks are for nothing. */
    OVER,
    /** The end did not count. */
    IGNORED
  }

  public Effect apply(Attempt attempt, Outcome outcome) {
    Effect after = database.transact(tx -> apply(tx, attempt, outcome));
    signals.changed(attempt.proof());
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

  private Effect apply(Transaction tx, Attempt attempt, Outcome outcome) throws SQLException {
    Optional<Proof> locked = proofs.lock(tx, attempt.proof());
    if (locked.isEmpty() || locked.get().state().terminal() || !leases.held(tx, attempt)) {
      return Effect.IGNORED;
    }
    Proof proof = locked.get();
    return switch (outcome) {
      case Completed completed -> completed(tx, proof, attempt, completed);
      case Outcome.GuestFailed(String message, String stderr) ->
          fail(tx, proof, attempt, Failure.Kind.GUEST, message, stderr);
      case Outcome.InputRefused(String message) ->
          fail(tx, proof, attempt, Failure.Kind.INPUT, message, "");
      case Outcome.InputDamaged(String artifact, String message) ->
          damaged(tx, proof, attempt, artifact, message);
      case Outcome.OutOfResources(String message) ->
          counted(tx, proof, attempt, Failure.Kind.RESOURCE, message);
      case Outcome.EngineFailed(String message) ->
          counted(tx, proof, attempt, Failure.Kind.ENGINE, message);
      case Outcome.Interrupted(String message) -> interrupted(tx, attempt, message);
      case Outcome.Busy _ -> {
        var _ = leases.requeue(tx, attempt, Duration.ZERO);
        yield Effect.OPEN;
      }
      case Outcome.LeaseLost _ -> Effect.IGNORED;
    };
  }

  private Effect completed(Transaction tx, Proof proof, Attempt attempt, Completed completed)
      throws SQLException {
    Optional<String> wrong = objection(proof, attempt, completed);
    if (wrong.isPresent()) {
      return counted(tx, proof, attempt, Failure.Kind.ENGINE, wrong.get());
    }
    @Nullable Run run = completed.run();
    var _ = leases.done(tx, attempt);
    if (run != null && !proof.run().ended()) {
      runEnded(tx, proof, attempt, run);
    }
    for (Product product : TaskGraph.products(attempt.kind(), attempt.task())) {
      Made made = find(completed, product.object()).orElseThrow();
      ArtifactKey key = attempt.outputs().resolve(made.name());
      StoredArtifact artifact =
          new StoredArtifact(product.artifact(), attempt.task(), key, made.sha256(), made.size());
      var _ = graph.add(tx, proof, artifact);
    }
    if (ProofPlan.VERDICTS.contains(attempt.task())) {
      graph.addVerdict(tx, proof, attempt.task());
    }
    graph.record(
        tx, proof.id(), new ProofEvent.TaskFinished(attempt.task(), leases.millis(tx, attempt)));
    if (attempt.kind() == TaskKind.SPLIT && !graph.replenish(tx, proof.id(), attempt.task())) {
      String words = "segments were damaged again each time that they were made";
      graph.fail(tx, proof, new Failure(Failure.Kind.ENGINE, attempt.task(), words, ""));
      return Effect.OVER;
    }
    if (attempt.kind() == TaskKind.PUBLISH) {
      proofs.succeeded(tx, proof.id());
      graph.record(tx, proof.id(), new ProofEvent.ProofSucceeded());
      return Effect.OVER;
    }
    return Effect.OPEN;
  }

  private void runEnded(Transaction tx, Proof proof, Attempt attempt, Run run) throws SQLException {
    proofs.runEnded(tx, proof.id(), new RunEnd(run.cycles(), run.stderr()));
    RunProgress after = proof.run().end();
    graph.grow(tx, proof, after);
    if (attempt.kind() == TaskKind.SPLIT) {
      graph.record(tx, proof.id(), new ProofEvent.SplitFinished(after.segments(), run.cycles()));
    }
  }

  /** What is wrong with an answer that says that the task is done. */
  private static Optional<String> objection(Proof proof, Attempt attempt, Completed completed) {
    for (Product product : TaskGraph.products(attempt.kind(), attempt.task())) {
      if (find(completed, product.object()).isEmpty()) {
        return Optional.of("the function reported done without its output " + product.object());
      }
    }
    return switch (attempt.kind()) {
      case EXECUTE ->
          completed.run() == null
              ? Optional.of("the function reported done without a summary of the run")
              : Optional.empty();
      case SPLIT -> splitObjection(proof, completed.run());
      case PROVE,
          LEAF,
          INTERNAL,
          RECURSIVE,
          WRAP,
          VERIFY,
          ROOT,
          SNARK,
          WRAP_EVM,
          VERIFY_SNARK,
          PUBLISH ->
          Optional.empty();
    };
  }

  private static Optional<String> splitObjection(Proof proof, @Nullable Run run) {
    if (run == null) {
      return Optional.of("the function reported done without a summary of the run");
    }
    if (run.segments() == 0 || run.segments() != proof.run().segments()) {
      return Optional.of(
          "the function reported %d segments at its end and %d before"
              .formatted(run.segments(), proof.run().segments()));
    }
    return Optional.empty();
  }

  private static Optional<Made> find(Completed completed, String name) {
    return completed.made().stream().filter(made -> made.name().equals(name)).findFirst();
  }

  private Effect fail(
      Transaction tx,
      Proof proof,
      Attempt attempt,
      Failure.Kind kind,
      String message,
      String stderr)
      throws SQLException {
    var _ = leases.failed(tx, attempt, message);
    graph.fail(tx, proof, new Failure(kind, attempt.task(), message, stderr));
    return Effect.OVER;
  }

  private Effect counted(
      Transaction tx, Proof proof, Attempt attempt, Failure.Kind kind, String message)
      throws SQLException {
    int failures = leases.countFailure(tx, attempt, message);
    if (failures >= RetryPolicy.MAX_FAILURES) {
      String all = "given up after " + failures + " attempts; the last: " + message;
      return fail(tx, proof, attempt, kind, all, "");
    }
    var _ = leases.requeue(tx, attempt, RetryPolicy.afterFailure(failures));
    String reason = kind.name().toLowerCase(Locale.ROOT);
    graph.record(tx, proof.id(), new ProofEvent.TaskRetried(attempt.task(), reason, message));
    return Effect.OPEN;
  }

  private Effect interrupted(Transaction tx, Attempt attempt, String message) throws SQLException {
    int interruptions = leases.countInterruption(tx, attempt, message);
    var _ = leases.requeue(tx, attempt, RetryPolicy.afterInterruption(interruptions));
    graph.record(
        tx, attempt.proof(), new ProofEvent.TaskRetried(attempt.task(), "infrastructure", message));
    return Effect.OPEN;
  }

  private Effect damaged(Transaction tx, Proof proof, Attempt attempt, String name, String message)
      throws SQLException {
    Optional<StoredArtifact> damaged = artifacts.find(tx, proof.id(), name);
    if (damaged.isEmpty()
        && !attempt.kind().ownWork()
        && !graph.needs(tx, proof.id(), attempt.task(), name)) {
      String words = "the function says that " + name + " is damaged, which it was not given";
      return counted(tx, proof, attempt, Failure.Kind.ENGINE, words);
    }
    if (damaged.isEmpty()) {
      // Someone else has reported it already.
      var _ = leases.requeue(tx, attempt, Duration.ZERO);
      graph.refresh(tx, proof.id(), attempt.task());
      return Effect.OPEN;
    }
    Optional<String> producer = damaged.get().producingTask();
    if (producer.isEmpty()) {
      if (name.equals(StoredArtifact.PROGRAM)) {
        proofs.elfLost(tx, proof.request().elfId());
      }
      return fail(tx, proof, attempt, Failure.Kind.INPUT, lost(proof, name, message), "");
    }
    var _ = leases.requeue(tx, attempt, Duration.ZERO);
    if (!graph.remake(tx, proof, damaged.get(), producer.get())) {
      String words = name + " was damaged again each time that it was made: " + message;
      graph.fail(tx, proof, new Failure(Failure.Kind.ENGINE, attempt.task(), words, ""));
      return Effect.OVER;
    }
    return Effect.OPEN;
  }

  /** Of what no task of this proof has made. */
  private static String lost(Proof proof, String name, String message) {
    boolean sent =
        List.of(StoredArtifact.PROGRAM, StoredArtifact.STDIN, StoredArtifact.PUBLIC_INPUT)
            .contains(name);
    return sent
        ? "the stored " + name + " is no longer what was submitted; submit it again: " + message
        : "what proof %s has stored as %s is no longer what it was; submit the program again: %s"
            .formatted(proof.request().from(), name, message);
  }
}
