package dev.provelet.stage.task;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.contract.function.AggregationShape;
import dev.provelet.stage.event.ChangeNotifications;
import dev.provelet.stage.event.ProofEvent;
import dev.provelet.stage.plan.ProofPlan;
import dev.provelet.stage.proof.Proof;
import dev.provelet.stage.proof.ProofRequest.Inputs;
import dev.provelet.stage.proof.ProofStore;
import dev.provelet.stage.sql.Database;
import dev.provelet.stage.sql.Transaction;
import dev.provelet.stage.task.Outcome.Made;
import dev.provelet.stage.task.TaskStore.TaskClass;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An attempt's life: claimed, begun, kept alive, reporting segments. How it ends is {@link
 * Endings}' business. Each method is one short transaction.
 */
@Singleton
public final class AttemptLifecycle {
  private static final int RECOVERED_AT_ONCE = 100;

  private final Database database;
  private final ProofStore proofs;
  private final LeaseStore leases;
  private final TaskStore tasks;
  private final TaskGraph graph;
  private final ChangeNotifications signals;

  @Inject
  AttemptLifecycle(
      Database database,
      ProofStore proofs,
      LeaseStore leases,
      TaskStore tasks,
      TaskGraph graph,
      ChangeNotifications signals) {
    this.database = database;
    this.proofs = proofs;
    this.leases = leases;
    this.tasks = tasks;
    this.graph = graph;
    this.signals = signals;
  }

  /**
   * Leases up to {@code limit} tasks.
   *
   * @param owner this process
   */
  public List<Attempt> claim(TaskClass taskClass, String owner, Duration lease, int limit) {
    return limit <= 0
        ? List.of()
        : database.transact(tx -> leases.claim(tx, taskClass, owner, lease, limit));
  }

  /**
   * Notes that a function has taken the task on.
   *
   * @param address the function's, by which the next attempt can avoid it
   * @param name the function's, for people
   * @return false if the task is no longer this attempt's
   */
  public boolean begun(
      Attempt attempt, String address, String name, Optional<String> engineVersion) {
    boolean held =
        database.transact(
            tx -> {
              if (lockOpen(tx, attempt.proof()).isEmpty() || !leases.doneBy(tx, attempt, address)) {
                return false;
              }
              proofs.begun(tx, attempt.proof());
              if (engineVersion.isPresent()) {
                proofs.ranBy(tx, attempt.proof(), engineVersion.get());
              }
              graph.record(tx, attempt.proof(), new ProofEvent.TaskStarted(attempt.task(), name));
              return true;
            });
    signals.changed(attempt.proof());
    return held;
  }

  /**
   * Notes what the function that runs the program has read, which is what was sent.
   *
   * @return false if the task is no longer this attempt's
   */
  public boolean inputsRead(Attempt attempt, Inputs read) {
    boolean held =
        database.transact(
            tx -> {
              if (lockOpen(tx, attempt.proof()).isEmpty() || !leases.held(tx, attempt)) {
                return false;
              }
              proofs.inputsRead(tx, attempt.proof(), read);
              return true;
            });
    signals.changed(attempt.proof());
    return held;
  }

  /**
   * Notes which program the function runs and how its proofs are aggregated.
   *
   * @return false if the task is no longer this attempt's
   * @throws IllegalArgumentException if an earlier attempt said otherwise
   */
  public boolean loaded(Attempt attempt, Digest programId, AggregationShape aggregation) {
    boolean held =
        database.transact(
            tx -> {
              Optional<Proof> open = lockOpen(tx, attempt.proof());
              if (open.isEmpty() || !leases.held(tx, attempt)) {
                return false;
              }
              load(tx, open.get(), programId, aggregation);
              return true;
            });
    signals.changed(attempt.proof());
    return held;
  }

  private void load(Transaction tx, Proof proof, Digest programId, AggregationShape aggregation)
      throws SQLException {
    if (proof.programId().filter(known -> !known.equals(programId)).isPresent()
        || proof.aggregation().filter(known -> !known.equals(aggregation)).isPresent()) {
      throw new IllegalArgumentException(
          "it loaded program %s with %s, an earlier attempt %s with %s"
              .formatted(
                  programId,
                  aggregation,
                  proof.programId().map(Digest::hex).orElse("an unknown one"),
                  proof.aggregation().orElse(aggregation)));
    }
    proofs.loaded(tx, proof.id(), programId, aggregation);
    if (proof.programId().isEmpty()) {
      graph.record(tx, proof.id(), new ProofEvent.ProgramLoaded(programId.hex()));
    }
  }

  /**
   * Notes how far the run is.
   *
   * @param cycles instructions executed so far
   * @return false if the task is no longer this attempt's
   */
  public boolean ranSoFar(Attempt attempt, long cycles) {
    return database.transact(
        tx -> {
          boolean held = leases.held(tx, attempt);
          if (held) {
            proofs.ranSoFar(tx, attempt.proof(), cycles);
          }
          return held;
        });
  }

  /**
   * Notes how far a long step is.
   *
   * @return false if the task is no longer this attempt's
   */
  public boolean working(Attempt attempt, Working working) {
    boolean held =
        database.transact(
            tx -> {
              if (lockOpen(tx, attempt.proof()).isEmpty() || !leases.held(tx, attempt)) {
                return false;
              }
              if (leases.working(tx, attempt, working)) {
                graph.record(
                    tx,
                    attempt.proof(),
                    new ProofEvent.TaskWorking(
                        attempt.task(), working.phase(), working.done(), working.total()));
              }
              return true;
            });
    signals.changed(attempt.proof());
    return held;
  }

  /** Whether tasks of this class could be done now. */
  public boolean anyReady(TaskClass taskClass) {
    return database.transact(tx -> tasks.anyReady(tx, taskClass));
  }

  /** Says in words, for whoever asks for a proof's status, what ready tasks of a class wait for. */
  public void waitFor(TaskClass taskClass, String words) {
    database.transact(tx -> tasks.waitFor(tx, taskClass, words)).forEach(signals::changed);
  }

  /**
   * Renews the lease.
   *
   * @return false if the task is no longer this attempt's
   */
  public boolean renew(Attempt attempt, Duration lease) {
    return database.transact(tx -> leases.renew(tx, attempt, lease));
  }

  /**
   * Takes a segment that a split has pushed; its proving can begin. The segments of a repeated
   * split are the same again and change nothing, unless one was missing.
   *
   * @return false if the task is no longer this attempt's
   * @throws IllegalArgumentException if segments before this one have not been reported
   */
  public boolean segment(Attempt attempt, int index, long cycles, Made object) {
    boolean held =
        database.transact(
            tx -> {
              Optional<Proof> open = lockOpen(tx, attempt.proof());
              if (open.isEmpty() || !leases.held(tx, attempt)) {
                return false;
              }
              addSegment(tx, open.get(), attempt, index, cycles, object);
              return true;
            });
    signals.changed(attempt.proof());
    signals.workToDo();
    return held;
  }

  private void addSegment(
      Transaction tx, Proof proof, Attempt attempt, int index, long cycles, Made object)
      throws SQLException {
    int known = proof.run().segments();
    if (index < 0 || index > known) {
      throw new IllegalArgumentException(
          "segment " + index + " reported when " + known + " were known");
    }
    var _ =
        graph.add(
            tx,
            proof,
            new StoredArtifact(
                ProofPlan.segment(index),
                attempt.task(),
                attempt.outputs().resolve(object.name()),
                object.sha256(),
                object.size()));
    if (index == known) {
      if (proof.run().ended()) {
        throw new IllegalArgumentException(
            "segment " + index + " reported of a run known to have " + known);
      }
      graph.grow(tx, proof, proof.run().withSegments(known + 1));
      proofs.segments(tx, proof.id(), known + 1);
      graph.record(tx, proof.id(), new ProofEvent.Segment(index, cycles));
    }
  }

  /**
   * Puts tasks whose leases have run out back into the queue: whoever had them is gone.
   *
   * @return how many
   */
  public int recover() {
    List<Attempt> expired = database.transact(tx -> leases.expired(tx, RECOVERED_AT_ONCE));
    int recovered = 0;
    for (Attempt attempt : expired) {
      if (database.transact(tx -> recover(tx, attempt))) {
        recovered++;
        signals.changed(attempt.proof());
      }
    }
    if (recovered > 0) {
      signals.workToDo();
    }
    return recovered;
  }

  private boolean recover(Transaction tx, Attempt attempt) throws SQLException {
    if (lockOpen(tx, attempt.proof()).isEmpty() || !leases.stillExpired(tx, attempt)) {
      return false;
    }
    String message = "the lease ran out";
    int interruptions = leases.countInterruption(tx, attempt, message);
    var _ = leases.requeue(tx, attempt, RetryPolicy.afterInterruption(interruptions));
    graph.record(
        tx, attempt.proof(), new ProofEvent.TaskRetried(attempt.task(), "infrastructure", message));
    return true;
  }

  private Optional<Proof> lockOpen(Transaction tx, ProofId id) throws SQLException {
    return proofs.lock(tx, id).filter(proof -> !proof.state().terminal());
  }
}
