package dev.provelet.stage.sql;

/** The database cannot be reached, or does not come to an end, after several tries. */
public final class DatabaseUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DatabaseUnavailableException(Throwable cause) {
    super("the database is not available", cause);
  }
}
