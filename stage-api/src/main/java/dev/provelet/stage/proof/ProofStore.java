package dev.provelet.stage.proof;

import static dev.provelet.stage.sql.Transaction.instant;
import static dev.provelet.stage.sql.Transaction.instantOrNull;
import static dev.provelet.stage.sql.Transaction.utc;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.stage.plan.ProofTarget;
import dev.provelet.stage.plan.RunProgress;
import dev.provelet.stage.proof.Proof.RunEnd;
import dev.provelet.stage.proof.ProofRequest.Content;
import dev.provelet.stage.proof.ProofRequest.Inputs;
import dev.provelet.stage.proof.ProofRequest.Limits;
import dev.provelet.stage.sql.Transaction;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of proofs. */
@Singleton
public final class ProofStore {
  private static final String SELECT = "SELECT * FROM proof";

  /** Inserts a queued proof. */
  public void insert(Transaction tx, ProofId id, ProofRequest request) throws SQLException {
    var _ =
        tx.update(
            """
            INSERT INTO proof (id, request_digest, target, program_sha256, program_size,
              stdin_sha256, stdin_size, public_sha256, public_size, max_cycles,
              segment_log_height, max_provers, state, segments, run_ended, last_event,
              submitted_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'QUEUED', 0, FALSE, 0, UTC_TIMESTAMP(3))
            """,
            id.toString(),
            request.digest().hex(),
            request.target(),
            request.program().sha256().hex(),
            request.program().size(),
            request.stdin().sha256().hex(),
            request.stdin().size(),
            request.publicInput().sha256().hex(),
            request.publicInput().size(),
            request.limits().maxCycles(),
            request.limits().segmentLogHeight(),
            request.limits().maxProvers());
  }

  public Optional<Proof> find(Transaction tx, ProofId id) throws SQLException {
    return tx.first(SELECT + " WHERE id = ?", ProofStore::read, id.toString());
  }

  /**
   * The proof, locked until the transaction ends. Whoever changes a proof's graph holds this lock,
   * so that its changes and its events have one order.
   */
  public Optional<Proof> lock(Transaction tx, ProofId id) throws SQLException {
    return tx.first(SELECT + " WHERE id = ? FOR UPDATE", ProofStore::read, id.toString());
  }

  /**
   * Newest first.
   *
   * @param before only those submitted earlier than this one
   */
  public List<Proof> list(Transaction tx, int limit, @Nullable Proof before) throws SQLException {
    if (before == null) {
      return tx.list(
          SELECT + " ORDER BY submitted_at DESC, id DESC LIMIT ?", ProofStore::read, limit);
    }
    return tx.list(
        SELECT
            + """
             WHERE submitted_at < ? OR (submitted_at = ? AND id < ?)
            ORDER BY submitted_at DESC, id DESC LIMIT ?
            """,
        ProofStore::read,
        utc(before.submittedAt()),
        utc(before.submittedAt()),
        before.id().toString(),
        limit);
  }

  /** A function has begun with the first task. */
  public void begun(Transaction tx, ProofId id) throws SQLException {
    var _ =
        tx.update(
            "UPDATE proof SET state = 'RUNNING' WHERE id = ? AND state = 'QUEUED'", id.toString());
  }

  public void ranBy(Transaction tx, ProofId id, String engineVersion) throws SQLException {
    var _ =
        tx.update(
            "UPDATE proof SET engine_version = COALESCE(engine_version, ?) WHERE id = ?",
            engineVersion,
            id.toString());
  }

  /** What the function that runs it has in its memory. */
  public void inputsRead(Transaction tx, ProofId id, Inputs read) throws SQLException {
    var _ =
        tx.update(
            """
            UPDATE proof SET read_program_sha256 = ?, read_program_size = ?, read_stdin_sha256 = ?,
              read_stdin_size = ?, read_public_sha256 = ?, read_public_size = ?
            WHERE id = ?
            """,
            read.program().sha256().hex(),
            read.program().size(),
            read.stdin().sha256().hex(),
            read.stdin().size(),
            read.publicInput().sha256().hex(),
            read.publicInput().size(),
            id.toString());
  }

  public void segments(Transaction tx, ProofId id, int segments) throws SQLException {
    var _ = tx.update("UPDATE proof SET segments = ? WHERE id = ?", segments, id.toString());
  }

  public void runEnded(Transaction tx, ProofId id, RunEnd end) throws SQLException {
    var _ =
        tx.update(
            """
            UPDATE proof SET run_ended = TRUE, cycles = ?, exit_status = ?, stderr = ?
            WHERE id = ?
            """,
            end.cycles(),
            end.exitStatus(),
            end.stderr(),
            id.toString());
  }

  public void succeeded(Transaction tx, ProofId id) throws SQLException {
    finish(tx, id, "SUCCEEDED");
  }

  public void cancelled(Transaction tx, ProofId id) throws SQLException {
    finish(tx, id, "CANCELLED");
  }

  public void failed(Transaction tx, ProofId id, Failure failure) throws SQLException {
    var _ =
        tx.update(
            """
            UPDATE proof SET state = 'FAILED', finished_at = UTC_TIMESTAMP(3), failure_kind = ?,
              failure_task = ?, failure_message = ?, failure_stderr = ?
            WHERE id = ? AND finished_at IS NULL
            """,
            failure.kind(),
            failure.task(),
            failure.message(),
            failure.stderr(),
            id.toString());
  }

  /** The ELFs that need not be uploaded again. */
  public Optional<Content> program(Transaction tx, Digest elfId) throws SQLException {
    return tx.first(
        "SELECT size FROM program WHERE elf_id = ?",
        row -> new Content(elfId, row.getLong("size")),
        elfId.hex());
  }

  public void programStored(Transaction tx, Content program) throws SQLException {
    var _ =
        tx.update(
            "INSERT IGNORE INTO program (elf_id, size, created_at) VALUES (?, ?, UTC_TIMESTAMP(3))",
            program.sha256().hex(),
            program.size());
  }

  /** The next submission uploads it again. */
  public void programLost(Transaction tx, Digest elfId) throws SQLException {
    var _ = tx.update("DELETE FROM program WHERE elf_id = ?", elfId.hex());
  }

  private static void finish(Transaction tx, ProofId id, String state) throws SQLException {
    var _ =
        tx.update(
            """
            UPDATE proof SET state = ?, finished_at = UTC_TIMESTAMP(3)
            WHERE id = ? AND finished_at IS NULL
            """,
            state,
            id.toString());
  }

  private static Proof read(ResultSet row) throws SQLException {
    return new Proof(
        ProofId.parse(row.getString("id")),
        new ProofRequest(
            ProofTarget.valueOf(row.getString("target")),
            content(row, "program"),
            content(row, "stdin"),
            content(row, "public"),
            new Limits(
                row.getLong("max_cycles"),
                row.getInt("segment_log_height"),
                row.getInt("max_provers"))),
        state(row),
        new RunProgress(row.getInt("segments"), row.getBoolean("run_ended")),
        row.getString("read_program_sha256") == null
            ? null
            : new Inputs(
                content(row, "read_program"),
                content(row, "read_stdin"),
                content(row, "read_public")),
        row.getBoolean("run_ended")
            ? new RunEnd(
                row.getLong("cycles"), row.getInt("exit_status"), text(row.getString("stderr")))
            : null,
        row.getString("engine_version"),
        instant(row, "submitted_at"));
  }

  private static Content content(ResultSet row, String name) throws SQLException {
    return new Content(Digest.parse(row.getString(name + "_sha256")), row.getLong(name + "_size"));
  }

  private static ProofState state(ResultSet row) throws SQLException {
    String name = row.getString("state");
    return switch (name) {
      case "QUEUED" -> new ProofState.Queued();
      case "RUNNING" -> new ProofState.Running();
      case "SUCCEEDED" -> new ProofState.Succeeded(finishedAt(row));
      case "CANCELLED" -> new ProofState.Cancelled(finishedAt(row));
      case "FAILED" ->
          new ProofState.Failed(
              finishedAt(row),
              new Failure(
                  Failure.Kind.valueOf(row.getString("failure_kind")),
                  text(row.getString("failure_task")),
                  text(row.getString("failure_message")),
                  text(row.getString("failure_stderr"))));
      default -> throw new IllegalStateException("no such state of a proof: " + name);
    };
  }

  private static Instant finishedAt(ResultSet row) throws SQLException {
    return Objects.requireNonNull(instantOrNull(row, "finished_at"), "finished_at");
  }

  private static String text(@Nullable String column) {
    return column == null ? "" : column;
  }
}
