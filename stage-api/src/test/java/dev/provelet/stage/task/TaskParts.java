package dev.provelet.stage.task;

import dev.provelet.stage.event.ChangeNotifications;
import dev.provelet.stage.event.EventStore;
import dev.provelet.stage.proof.ProofStore;
import dev.provelet.stage.sql.Database;

/** The task graph over a database, put together by hand. */
public final class TaskParts {
  private final Database database;
  private final ChangeNotifications signals;
  private final ProofStore proofs = new ProofStore();
  private final TaskStore tasks = new TaskStore();
  private final LeaseStore leases = new LeaseStore();
  private final ArtifactTable artifacts = new ArtifactTable();
  private final EventStore events = new EventStore();
  private final TaskGraph graph = new TaskGraph(proofs, tasks, artifacts, events);

  public TaskParts(Database database, ChangeNotifications signals) {
    this.database = database;
    this.signals = signals;
  }

  public ProofStore proofs() {
    return proofs;
  }

  public TaskStore tasks() {
    return tasks;
  }

  public ArtifactTable artifacts() {
    return artifacts;
  }

  public EventStore events() {
    return events;
  }

  public TaskStatistics statistics() {
    return new TaskStatistics();
  }

  public NewProofs newProofs() {
    return new NewProofs(proofs, artifacts, graph);
  }

  public AttemptLifecycle attempts() {
    return new AttemptLifecycle(database, proofs, leases, tasks, graph, signals);
  }

  public TaskTransitions transitions() {
    return new TaskTransitions(database, proofs, leases, artifacts, graph, signals);
  }
}
