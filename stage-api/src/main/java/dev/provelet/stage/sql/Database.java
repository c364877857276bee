package dev.provelet.stage.sql;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Runs short transactions. A deadlock or a lost connection is tried again here and nowhere else, so
 * what runs inside must be sound when repeated: every write is guarded by a key or a fence.
 */
@Singleton
public final class Database {
  private static final Logger LOG = Logger.getLogger(Database.class);
  private static final int TRIES = 4;
  private static final int LOCK_WAIT_TIMEOUT = 1205;
  private static final int DEADLOCK = 1213;
  private static final int DUPLICATE_KEY = 1062;

  private final DataSource dataSource;

  @Inject
  public Database(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Work that reads and writes. */
  @FunctionalInterface
  public interface Work<T> {
    T run(Transaction transaction) throws SQLException;
  }

  /** Work without a result. */
  @FunctionalInterface
  public interface Action {
    void run(Transaction transaction) throws SQLException;
  }

  /**
   * Runs and commits; rolls back if anything is thrown.
   *
   * @throws DatabaseUnavailableException if it cannot be done after several tries
   * @throws DuplicateKeyException if a row with such a key exists
   */
  public <T> T transact(Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(work);
      } catch (SQLException e) {
        if (e.getErrorCode() == DUPLICATE_KEY) {
          throw new DuplicateKeyException(e);
        }
        if (!passing(e)) {
          throw new IllegalStateException("a statement was refused: " + e.getMessage(), e);
        }
        if (attempt == TRIES) {
          throw new DatabaseUnavailableException(e);
        }
        LOG.debugf("transaction tried again after: %s", e.getMessage());
        pause(attempt);
      }
    }
  }

  public void execute(Action action) {
    var _ =
        transact(
            transaction -> {
              action.run(transaction);
              return true;
            });
  }

  private <T> T once(Work<T> work) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      connection.setAutoCommit(false);
      boolean committed = false;
      try {
        T result = work.run(new Transaction(connection));
        connection.commit();
        committed = true;
        return result;
      } finally {
        if (!committed) {
          rollBack(connection);
        }
        restore(connection);
      }
    }
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      LOG.debugf("cannot roll back: %s", e.getMessage());
    }
  }

  private static void restore(Connection connection) {
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      LOG.debugf("cannot restore a connection: %s", e.getMessage());
    }
  }

  private static boolean passing(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return e instanceof SQLTransientException
        || e instanceof SQLRecoverableException
        || e instanceof SQLNonTransientConnectionException
        || state.startsWith("08")
        || e.getErrorCode() == DEADLOCK
        || e.getErrorCode() == LOCK_WAIT_TIMEOUT
        // Agroal reports a pool that cannot open a connection without a state.
        || (state.isEmpty() && e.getErrorCode() == 0);
  }

  private static void pause(int attempt) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(10L << attempt, 40L << attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
