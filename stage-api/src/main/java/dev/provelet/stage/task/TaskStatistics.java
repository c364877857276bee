package dev.provelet.stage.task;

import static dev.provelet.stage.sql.Transaction.instantOrNull;

import dev.provelet.contract.artifact.ProofId;
import dev.provelet.stage.plan.TaskKind;
import dev.provelet.stage.sql.Transaction;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far the tasks of a proof are, by their kind. */
@Singleton
public final class TaskStatistics {

  /**
   * @param tasks known so far
   * @param done of those
   * @param millis all that are done took together
   * @param startedAt when the first began
   * @param finishedAt when the last was done
   * @param working how far the one is that says so
   * @param waitingFor why the one that could be done is not given to a function, in words
   */
  public record OfKind(
      TaskKind kind,
      int tasks,
      int done,
      long millis,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      @Nullable Working working,
      @Nullable String waitingFor) {}

  /** One for each kind of which there are tasks, in the kinds' order. */
  public List<OfKind> of(Transaction tx, ProofId proof) throws SQLException {
    return tx
        .list(
            """
            SELECT kind, COUNT(*) AS tasks, SUM(state = 'DONE') AS done,
              SUM(COALESCE(millis, 0)) AS millis, MIN(started_at) AS started_at,
              MAX(CASE WHEN state = 'DONE' THEN finished_at END) AS finished_at,
              MAX(phase) AS phase, MAX(phases_done) AS phases_done, MAX(phases) AS phases,
              MAX(waiting_for) AS waiting_for
            FROM task WHERE proof_id = ? GROUP BY kind
            """,
            row ->
                new OfKind(
                    TaskKind.valueOf(row.getString("kind")),
                    row.getInt("tasks"),
                    row.getInt("done"),
                    row.getLong("millis"),
                    instantOrNull(row, "started_at"),
                    instantOrNull(row, "finished_at"),
                    working(row),
                    row.getString("waiting_for")),
            proof.toString())
        .stream()
        .sorted(Comparator.comparing(OfKind::kind))
        .toList();
  }

  /** Of a kind that says so there is one task. */
  private static @Nullable Working working(ResultSet row) throws SQLException {
    @Nullable String phase = row.getString("phase");
    return phase == null
        ? null
        : new Working(phase, row.getInt("phases_done"), row.getInt("phases"));
  }
}
