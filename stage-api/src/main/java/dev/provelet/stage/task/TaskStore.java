package dev.provelet.stage.task;

import dev.provelet.contract.artifact.ProofId;
import dev.provelet.stage.plan.PlannedTask;
import dev.provelet.stage.plan.TaskKind;
import dev.provelet.stage.proof.Proof;
import dev.provelet.stage.sql.Transaction;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables of tasks and their dependencies, but for what an attempt does: {@link LeaseStore}. */
@Singleton
public final class TaskStore {
  /** Who does a task. */
  public enum TaskClass {
    FUNCTION,
    /** Large functions, one task at a time. */
    CPU_LARGE,
    STAGE;

    static TaskClass of(TaskKind kind) {
      if (kind.ownWork()) {
        return STAGE;
      }
      return kind.large() ? CPU_LARGE : FUNCTION;
    }
  }

  /** Inserts a task; it is ready if all that it needs is there. */
  void insert(Transaction tx, Proof proof, PlannedTask task) throws SQLException {
    String id = proof.id().toString();
    int present = presentOf(tx, id, task.needs());
    int missing = task.needs().size() - present;
    var _ =
        tx.update(
            """
            INSERT INTO task (proof_id, name, kind, class, state, priority, submitted_at, level,
              ordinal, not_before, max_functions, waiting_on, fence, failures, interruptions, remakes)
            SELECT id, ?, ?, ?, ?, 0, submitted_at, ?, ?, UTC_TIMESTAMP(3), max_functions, ?,
              0, 0, 0, 0
            FROM proof WHERE id = ?
            """,
            task.name(),
            task.kind(),
            TaskClass.of(task.kind()),
            missing == 0 ? "READY" : "WAITING",
            task.kind().level(),
            task.ordinal(),
            missing,
            id);
    for (int i = 0; i < task.needs().size(); i++) {
      var _ =
          tx.update(
              "INSERT INTO task_dependency (proof_id, task, needs, ordinal) VALUES (?, ?, ?, ?)",
              id,
              task.name(),
              task.needs().get(i),
              i);
    }
  }

  /** Whether tasks of this class could be done now. */
  boolean anyReady(Transaction tx, TaskClass taskClass) throws SQLException {
    return tx.first(
            """
            SELECT 1 FROM task
            WHERE class = ? AND state = 'READY' AND not_before <= UTC_TIMESTAMP(3) LIMIT 1
            """,
            _ -> true,
            taskClass)
        .orElse(false);
  }

  /**
   * Says in words what the ready tasks of a class wait for.
   *
   * @return the proofs of those of which something else was said before
   */
  List<ProofId> waitFor(Transaction tx, TaskClass taskClass, String words) throws SQLException {
    List<ProofId> proofs =
        tx.list(
            """
            SELECT DISTINCT proof_id FROM task
            WHERE class = ? AND state = 'READY' AND NOT waiting_for <=> ?
            """,
            row -> ProofId.parse(row.getString("proof_id")),
            taskClass,
            words);
    if (!proofs.isEmpty()) {
      var _ =
          tx.update(
              "UPDATE task SET waiting_for = ? WHERE class = ? AND state = 'READY'",
              words,
              taskClass);
    }
    return proofs;
  }

  /** What a task is made from, in order. */
  public List<String> needs(Transaction tx, ProofId proof, String task) throws SQLException {
    return tx.list(
        "SELECT needs FROM task_dependency WHERE proof_id = ? AND task = ? ORDER BY ordinal",
        row -> row.getString("needs"),
        proof.toString(),
        task);
  }

  /** Takes back that a task is done, without counting it. */
  void reopen(Transaction tx, ProofId proof, String task) throws SQLException {
    var _ =
        tx.update(
            """
            UPDATE task SET state = 'READY', waiting_on = 0, finished_at = NULL
            WHERE proof_id = ? AND name = ? AND state = 'DONE'
            """,
            proof.toString(),
            task);
  }

  /**
   * Puts a task that is done back into the queue.
   *
   * @return how often that has happened to it
   */
  int remake(Transaction tx, ProofId proof, String task) throws SQLException {
    var _ =
        tx.update(
            """
            UPDATE task SET state = 'READY', waiting_on = 0, remakes = remakes + 1,
              finished_at = NULL, not_before = UTC_TIMESTAMP(3)
            WHERE proof_id = ? AND name = ? AND state = 'DONE'
            """,
            proof.toString(),
            task);
    return tx.first(
            "SELECT remakes FROM task WHERE proof_id = ? AND name = ?",
            row -> row.getInt("remakes"),
            proof.toString(),
            task)
        .orElse(0);
  }

  /** The tasks that need an artifact. */
  List<String> dependents(Transaction tx, ProofId proof, String artifact) throws SQLException {
    return tx.list(
        "SELECT task FROM task_dependency WHERE proof_id = ? AND needs = ?",
        row -> row.getString("task"),
        proof.toString(),
        artifact);
  }

  /** Makes a task that nobody works on ready or waiting, by what is there now. */
  void refresh(Transaction tx, ProofId proof, String task) throws SQLException {
    List<String> needs = needs(tx, proof, task);
    int missing = needs.size() - presentOf(tx, proof.toString(), needs);
    var _ =
        tx.update(
            """
            UPDATE task SET waiting_on = ?, state = ?, waiting_for = NULL
            WHERE proof_id = ? AND name = ? AND state IN ('WAITING', 'READY')
            """,
            missing,
            missing == 0 ? "READY" : "WAITING",
            proof.toString(),
            task);
  }

  /** Whether a segment that is to be proved is missing, because it was found damaged. */
  boolean lacksSegments(Transaction tx, ProofId proof) throws SQLException {
    return tx.first(
            """
            SELECT 1 FROM task WHERE proof_id = ? AND kind = 'PROVE' AND state = 'WAITING' LIMIT 1
            """,
            _ -> true,
            proof.toString())
        .orElse(false);
  }

  /** Ends every task that is not over. */
  void cancelRest(Transaction tx, ProofId proof) throws SQLException {
    var _ =
        tx.update(
            """
            UPDATE task SET state = 'CANCELLED', finished_at = UTC_TIMESTAMP(3),
              lease_owner = NULL, lease_until = NULL, phase = NULL, phases_done = NULL,
              phases = NULL, waiting_for = NULL
            WHERE proof_id = ? AND finished_at IS NULL
            """,
            proof.toString());
  }

  private static int presentOf(Transaction tx, String proof, List<String> names)
      throws SQLException {
    if (names.isEmpty()) {
      return 0;
    }
    List<@Nullable Object> parameters = new ArrayList<>();
    parameters.add(proof);
    parameters.addAll(names);
    return tx.first(
            "SELECT COUNT(*) AS n FROM artifact WHERE proof_id = ? AND name IN ("
                + marks(names)
                + ")",
            row -> row.getInt("n"),
            parameters.toArray())
        .orElse(0);
  }

  static String marks(List<?> values) {
    return String.join(", ", Collections.nCopies(values.size(), "?"));
  }
}
