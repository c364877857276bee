package dev.provelet.stage.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.provelet.contract.artifact.ProofId;
import dev.provelet.stage.sql.Transaction;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;

/** The table of events. */
@Singleton
public final class EventStore {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Records an event; the proof is locked by it until the transaction ends. */
  public void append(Transaction tx, ProofId proof, ProofEvent event) throws SQLException {
    var _ =
        tx.update("UPDATE proof SET last_event = last_event + 1 WHERE id = ?", proof.toString());
    var _ =
        tx.update(
            """
            INSERT INTO event (proof_id, seq, at, type, data)
            SELECT id, last_event, UTC_TIMESTAMP(3), ?, ? FROM proof WHERE id = ?
            """,
            event.type(),
            json(event),
            proof.toString());
  }

  /**
   * In order.
   *
   * @param after only those with a greater number
   */
  public List<RecordedEvent> since(Transaction tx, ProofId proof, long after, int limit)
      throws SQLException {
    return tx.list(
        "SELECT * FROM event WHERE proof_id = ? AND seq > ? ORDER BY seq LIMIT ?",
        row ->
            new RecordedEvent(
                row.getLong("seq"),
                Transaction.instant(row, "at"),
                row.getString("type"),
                row.getString("data")),
        proof.toString(),
        after,
        limit);
  }

  private static String json(ProofEvent event) {
    try {
      return JSON.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + event.type(), e);
    }
  }
}
