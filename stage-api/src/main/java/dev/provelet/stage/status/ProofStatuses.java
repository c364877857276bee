package dev.provelet.stage.status;

import dev.provelet.contract.artifact.ProofId;
import dev.provelet.stage.event.EventStore;
import dev.provelet.stage.event.RecordedEvent;
import dev.provelet.stage.proof.Proof;
import dev.provelet.stage.proof.ProofStore;
import dev.provelet.stage.sql.Database;
import dev.provelet.stage.sql.Transaction;
import dev.provelet.stage.task.TaskStatistics;
import dev.provelet.stage.task.TaskStatistics.OfKind;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers how proofs stand. */
@Singleton
public final class ProofStatuses {
  private static final int EVENTS_AT_ONCE = 500;

  private final Database database;
  private final ProofStore proofs;
  private final TaskStatistics statistics;
  private final EventStore events;

  @Inject
  public ProofStatuses(
      Database database, ProofStore proofs, TaskStatistics statistics, EventStore events) {
    this.database = database;
    this.proofs = proofs;
    this.statistics = statistics;
    this.events = events;
  }

  public Optional<ProofStatus> find(ProofId id) {
    return database.transact(
        tx -> {
          Optional<Proof> proof = proofs.find(tx, id);
          return proof.isPresent() ? Optional.of(status(tx, proof.get())) : Optional.empty();
        });
  }

  /**
   * Newest first.
   *
   * @param before only those submitted earlier than this one; empty also if there is no such proof
   */
  public List<ProofStatus> list(int limit, Optional<ProofId> before) {
    return database.transact(
        tx -> {
          Optional<Proof> last =
              before.isPresent() ? proofs.find(tx, before.get()) : Optional.empty();
          if (before.isPresent() && last.isEmpty()) {
            return List.of();
          }
          List<ProofStatus> statuses = new ArrayList<>();
          for (Proof proof : proofs.list(tx, limit, last.orElse(null))) {
            statuses.add(status(tx, proof));
          }
          return List.copyOf(statuses);
        });
  }

  /** The next events after the given number, in order; a bounded number of them. */
  public List<RecordedEvent> events(ProofId id, long after) {
    return database.transact(tx -> events.since(tx, id, after, EVENTS_AT_ONCE));
  }

  private ProofStatus status(Transaction tx, Proof proof) throws SQLException {
    List<OfKind> steps = statistics.of(tx, proof.id());
    return new ProofStatus(proof, Progress.of(proof, steps), steps);
  }
}
