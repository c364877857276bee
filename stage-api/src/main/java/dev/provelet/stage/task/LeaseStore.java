package dev.provelet.stage.task;

import dev.provelet.contract.artifact.ProofId;
import dev.provelet.stage.plan.TaskKind;
import dev.provelet.stage.sql.Transaction;
import dev.provelet.stage.task.TaskStore.TaskClass;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attempts at tasks, in the table of tasks. All that an attempt writes is fenced: it changes
 * nothing once the task is leased to another, back in the queue or over. Times are the database's.
 */
@Singleton
public final class LeaseStore {
  private static final String FENCED =
      " WHERE proof_id = ? AND name = ? AND fence = ? AND state = 'LEASED'";

  /**
   * Leases ready tasks, the most urgent first.
   *
   * @param owner this process
   * @param limit at most so many
   */
  List<Attempt> claim(Transaction tx, TaskClass taskClass, String owner, Duration lease, int limit)
      throws SQLException {
    List<TaskClass> counted = alike(taskClass);
    String classes = TaskStore.marks(counted);
    List<String> full =
        tx.list(
            """
            SELECT proof_id FROM task
            WHERE class IN (%s) AND state = 'LEASED' AND max_functions > 0
            GROUP BY proof_id, max_functions HAVING COUNT(*) >= max_functions
            """
                .formatted(classes),
            row -> row.getString("proof_id"),
            counted.toArray());
    List<@Nullable Object> parameters = new ArrayList<>();
    parameters.add(taskClass);
    parameters.addAll(full);
    parameters.add(limit);
    List<Candidate> candidates =
        tx.list(
            """
            SELECT proof_id, name, max_functions FROM task
            WHERE class = ? AND state = 'READY' AND not_before <= UTC_TIMESTAMP(3) %s
            ORDER BY priority, submitted_at, level, ordinal
            LIMIT ? FOR UPDATE SKIP LOCKED
            """
                .formatted(
                    full.isEmpty() ? "" : "AND proof_id NOT IN (" + TaskStore.marks(full) + ")"),
            Candidate::read,
            parameters.toArray());
    List<Attempt> claims = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (candidate.maxFunctions() == 0
          || leased(tx, counted, candidate.proof()) < candidate.maxFunctions()) {
        claims.add(lease(tx, candidate, owner, lease));
      }
    }
    return List.copyOf(claims);
  }

  /** Whether the attempt still has its lease, which now lasts {@code lease} from now on. */
  boolean renew(Transaction tx, Attempt attempt, Duration lease) throws SQLException {
    return fenced(
        tx,
        "UPDATE task SET lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND",
        attempt,
        lease.toSeconds());
  }

  /** Notes who does it; false if the task is no longer this attempt's. */
  boolean doneBy(Transaction tx, Attempt attempt, String function) throws SQLException {
    return fenced(tx, "UPDATE task SET last_function = ?", attempt, function);
  }

  /** Notes how far the attempt is; false if that was known, or the task is no longer its own. */
  boolean working(Transaction tx, Attempt attempt, Working working) throws SQLException {
    return tx.update(
            """
            UPDATE task SET phase = ?, phases_done = ?, phases = ?
            WHERE proof_id = ? AND name = ? AND fence = ? AND state = 'LEASED'
              AND NOT (phase <=> ? AND phases_done <=> ? AND phases <=> ?)
            """,
            working.phase(),
            working.done(),
            working.total(),
            attempt.proof().toString(),
            attempt.task(),
            attempt.fence(),
            working.phase(),
            working.done(),
            working.total())
        == 1;
  }

  /** Whether the task is still this attempt's. */
  boolean held(Transaction tx, Attempt attempt) throws SQLException {
    return tx.first(
            "SELECT 1 FROM task" + FENCED,
            _ -> true,
            attempt.proof().toString(),
            attempt.task(),
            attempt.fence())
        .orElse(false);
  }

  boolean done(Transaction tx, Attempt attempt) throws SQLException {
    return fenced(
        tx,
        """
        UPDATE task SET state = 'DONE', finished_at = UTC_TIMESTAMP(3), lease_owner = NULL,
          lease_until = NULL, phase = NULL, phases_done = NULL, phases = NULL,
          millis = TIMESTAMPDIFF(MICROSECOND, started_at, UTC_TIMESTAMP(3)) DIV 1000
        """,
        attempt);
  }

  /** How long the attempt that did it took. */
  long millis(Transaction tx, Attempt attempt) throws SQLException {
    return tx.first(
            "SELECT millis FROM task WHERE proof_id = ? AND name = ? AND millis IS NOT NULL",
            row -> row.getLong("millis"),
            attempt.proof().toString(),
            attempt.task())
        .orElse(0L);
  }

  boolean failed(Transaction tx, Attempt attempt, String message) throws SQLException {
    return fenced(
        tx,
        """
        UPDATE task SET state = 'FAILED', finished_at = UTC_TIMESTAMP(3), lease_owner = NULL,
          lease_until = NULL, phase = NULL, phases_done = NULL, phases = NULL, last_failure = ?
        """,
        attempt,
        shortened(message));
  }

  /** Back into the queue, as after {@link RetryPolicy}. */
  boolean requeue(Transaction tx, Attempt attempt, Duration delay) throws SQLException {
    return fenced(
        tx,
        """
        UPDATE task SET state = 'READY', lease_owner = NULL, lease_until = NULL, phase = NULL,
          phases_done = NULL, phases = NULL,
          not_before = UTC_TIMESTAMP(3) + INTERVAL ? MICROSECOND
        """,
        attempt,
        delay.toNanos() / 1000);
  }

  /** Counts a failure; returns how many there have been. */
  int countFailure(Transaction tx, Attempt attempt, String message) throws SQLException {
    var _ =
        fenced(
            tx,
            "UPDATE task SET failures = failures + 1, last_failure = ?",
            attempt,
            shortened(message));
    return counter(tx, attempt, "failures");
  }

  /** Counts an interruption; returns how many there have been. */
  int countInterruption(Transaction tx, Attempt attempt, String message) throws SQLException {
    var _ =
        fenced(
            tx,
            "UPDATE task SET interruptions = interruptions + 1, last_failure = ?",
            attempt,
            shortened(message));
    return counter(tx, attempt, "interruptions");
  }

  /** The attempts whose leases have run out. */
  List<Attempt> expired(Transaction tx, int limit) throws SQLException {
    return tx.list(
        """
        SELECT * FROM task WHERE state = 'LEASED' AND lease_until < UTC_TIMESTAMP(3)
        ORDER BY lease_until LIMIT ?
        """,
        LeaseStore::readClaim,
        limit);
  }

  /** Whether the attempt's lease has run out and nobody has noticed yet. */
  boolean stillExpired(Transaction tx, Attempt attempt) throws SQLException {
    return tx.first(
            "SELECT lease_until < UTC_TIMESTAMP(3) AS out_of_time FROM task" + FENCED,
            row -> row.getBoolean("out_of_time"),
            attempt.proof().toString(),
            attempt.task(),
            attempt.fence())
        .orElse(false);
  }

  private record Candidate(String proof, String task, int maxFunctions) {
    static Candidate read(ResultSet row) throws SQLException {
      return new Candidate(
          row.getString("proof_id"), row.getString("name"), row.getInt("max_functions"));
    }
  }

  /** The classes whose tasks count together: all that functions do, whatever their size. */
  private static List<TaskClass> alike(TaskClass taskClass) {
    return switch (taskClass) {
      case FUNCTION, CPU_LARGE -> List.of(TaskClass.FUNCTION, TaskClass.CPU_LARGE);
      case STAGE -> List.of(TaskClass.STAGE);
    };
  }

  private static int leased(Transaction tx, List<TaskClass> classes, String proof)
      throws SQLException {
    List<@Nullable Object> parameters = new ArrayList<>(classes);
    parameters.add(proof);
    return tx.first(
            """
            SELECT COUNT(*) AS leased FROM task
            WHERE class IN (%s) AND state = 'LEASED' AND proof_id = ?
            """
                .formatted(TaskStore.marks(classes)),
            row -> row.getInt("leased"),
            parameters.toArray())
        .orElse(0);
  }

  private static Attempt lease(Transaction tx, Candidate candidate, String owner, Duration lease)
      throws SQLException {
    var _ =
        tx.update(
            """
            UPDATE task SET state = 'LEASED', waiting_for = NULL, fence = fence + 1, lease_owner = ?,
              lease_until = UTC_TIMESTAMP(3) + INTERVAL ? SECOND, started_at = UTC_TIMESTAMP(3)
            WHERE proof_id = ? AND name = ?
            """,
            owner,
            lease.toSeconds(),
            candidate.proof(),
            candidate.task());
    return tx.first(
            "SELECT * FROM task WHERE proof_id = ? AND name = ?",
            LeaseStore::readClaim,
            candidate.proof(),
            candidate.task())
        .orElseThrow();
  }

  private static Attempt readClaim(ResultSet row) throws SQLException {
    return new Attempt(
        ProofId.parse(row.getString("proof_id")),
        row.getString("name"),
        TaskKind.valueOf(row.getString("kind")),
        row.getInt("ordinal"),
        row.getLong("fence"),
        row.getInt("failures") + row.getInt("interruptions") + 1,
        row.getString("last_function"));
  }

  private static int counter(Transaction tx, Attempt attempt, String column) throws SQLException {
    return tx.first(
            "SELECT " + column + " AS n FROM task WHERE proof_id = ? AND name = ?",
            row -> row.getInt("n"),
            attempt.proof().toString(),
            attempt.task())
        .orElse(0);
  }

  private static boolean fenced(
      Transaction tx, String update, Attempt attempt, @Nullable Object... parameters)
      throws SQLException {
    List<@Nullable Object> all = new ArrayList<>(List.of(parameters));
    all.add(attempt.proof().toString());
    all.add(attempt.task());
    all.add(attempt.fence());
    return tx.update(update.stripTrailing() + FENCED, all.toArray()) == 1;
  }

  private static String shortened(String message) {
    return message.length() <= 4000 ? message : message.substring(0, 4000) + "…";
  }
}
