package dev.provelet.stage.proof;

import static dev.provelet.stage.sql.Transaction.instant;
import static dev.provelet.stage.sql.Transaction.instantOrNull;
import static dev.provelet.stage.sql.Transaction.utc;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.contract.function.AggregationShape;
import dev.provelet.stage.plan.ProofTarget;
import dev.provelet.stage.plan.RunProgress;
import dev.provelet.stage.proof.Proof.LoadedProgram;
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

  /**
   * Inserts a queued proof.
   *
   * @param keySet of a proof for a chain
   */
  public void insert(Transaction tx, ProofId id, ProofRequest request, @Nullable Digest keySet)
      throws SQLException {
    var _ =
        tx.update(
            """
            INSERT INTO proof (id, request_digest, target, key_set, from_proof, elf_id, elf_size,
              stdin_sha256, stdin_size, public_sha256, public_size, max_cycles,
              segment_log_height, max_functions, state, segments, run_ended, last_event,
              submitted_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'QUEUED', 0, FALSE, 0, UTC_TIMESTAMP(3))
            """,
            id.toString(),
            request.digest().hex(),
            request.target(),
            keySet == null ? null : keySet.hex(),
            request.from() == null ? null : request.from().toString(),
            request.elfId().hex(),
            request.program().size(),
            request.stdin().sha256().hex(),
            request.stdin().size(),
            request.publicInput().sha256().hex(),
            request.publicInput().size(),
            request.limits().maxCycles(),
            request.limits().segmentLogHeight(),
            request.limits().maxFunctions());
  }

  /** What is known of the run of the proof that this one begins with, is known of this one. */
  public void runTakenOver(Transaction tx, ProofId id) throws SQLException {
    var _ =
        tx.update(
            """
            UPDATE proof AS taking JOIN proof AS source ON source.id = taking.from_proof
            SET taking.read_elf_id = source.read_elf_id,
              taking.read_elf_size = source.read_elf_size,
              taking.read_stdin_sha256 = source.read_stdin_sha256,
              taking.read_stdin_size = source.read_stdin_size,
              taking.read_public_sha256 = source.read_public_sha256,
              taking.read_public_size = source.read_public_size,
              taking.program_id = source.program_id, taking.leaf_arity = source.leaf_arity,
              taking.internal_arity = source.internal_arity,
              taking.recursive_arity = source.recursive_arity, taking.segments = source.segments,
              taking.run_ended = source.run_ended, taking.cycles = source.cycles,
              taking.stderr = source.stderr, taking.engine_version = source.engine_version
            WHERE taking.id = ?
            """,
            id.toString());
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
            UPDATE proof SET read_elf_id = ?, read_elf_size = ?, read_stdin_sha256 = ?,
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

  /** The program that is run. */
  public void loaded(Transaction tx, ProofId id, Digest programId, AggregationShape aggregation)
      throws SQLException {
    var _ =
        tx.update(
            """
            UPDATE proof SET program_id = ?, leaf_arity = ?, internal_arity = ?, recursive_arity = ?
            WHERE id = ?
            """,
            programId.hex(),
            aggregation.leaf(),
            aggregation.internal(),
            aggregation.recursive(),
            id.toString());
  }

  /** How far the run is. */
  public void ranSoFar(Transaction tx, ProofId id, long cycles) throws SQLException {
    var _ =
        tx.update(
            "UPDATE proof SET cycles_so_far = ? WHERE id = ? AND NOT run_ended",
            cycles,
            id.toString());
  }

  public void segments(Transaction tx, ProofId id, int segments) throws SQLException {
    var _ = tx.update("UPDATE proof SET segments = ? WHERE id = ?", segments, id.toString());
  }

  public void runEnded(Transaction tx, ProofId id, RunEnd end) throws SQLException {
    var _ =
        tx.update(
            """
            UPDATE proof SET run_ended = TRUE, cycles = ?, cycles_so_far = NULL, stderr = ?
            WHERE id = ?
            """,
            end.cycles(),
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
  public Optional<Content> elf(Transaction tx, Digest elfId) throws SQLException {
    return tx.first(
        "SELECT size FROM elf WHERE elf_id = ?",
        row -> new Content(elfId, row.getLong("size")),
        elfId.hex());
  }

  public void elfStored(Transaction tx, Content elf) throws SQLException {
    var _ =
        tx.update(
            "INSERT IGNORE INTO elf (elf_id, size, created_at) VALUES (?, ?, UTC_TIMESTAMP(3))",
            elf.sha256().hex(),
            elf.size());
  }

  /** The next submission uploads it again. */
  public void elfLost(Transaction tx, Digest elfId) throws SQLException {
    var _ = tx.update("DELETE FROM elf WHERE elf_id = ?", elfId.hex());
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
            elf(row, "elf"),
            content(row, "stdin"),
            content(row, "public"),
            new Limits(
                row.getLong("max_cycles"),
                row.getInt("segment_log_height"),
                row.getInt("max_functions")),
            from(row)),
        keySet(row),
        state(row),
        new RunProgress(row.getInt("segments"), row.getBoolean("run_ended")),
        row.getString("read_elf_id") == null
            ? null
            : new Inputs(
                elf(row, "read_elf"), content(row, "read_stdin"), content(row, "read_public")),
        loaded(row),
        row.getObject("cycles_so_far", Long.class),
        row.getBoolean("run_ended")
            ? new RunEnd(row.getLong("cycles"), text(row.getString("stderr")))
            : null,
        row.getString("engine_version"),
        instant(row, "submitted_at"));
  }

  private static @Nullable ProofId from(ResultSet row) throws SQLException {
    @Nullable String id = row.getString("from_proof");
    return id == null ? null : ProofId.parse(id);
  }

  private static @Nullable Digest keySet(ResultSet row) throws SQLException {
    @Nullable String id = row.getString("key_set");
    return id == null ? null : Digest.parse(id);
  }

  private static @Nullable LoadedProgram loaded(ResultSet row) throws SQLException {
    @Nullable Integer leaf = row.getObject("leaf_arity", Integer.class);
    if (leaf == null) {
      return null;
    }
    @Nullable String programId = row.getString("program_id");
    return new LoadedProgram(
        programId == null ? null : Digest.parse(programId),
        new AggregationShape(leaf, row.getInt("internal_arity"), row.getInt("recursive_arity")));
  }

  private static Content elf(ResultSet row, String name) throws SQLException {
    return new Content(Digest.parse(row.getString(name + "_id")), row.getLong(name + "_size"));
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
