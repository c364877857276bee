package dev.provelet.stage.sql;

/** A row with this key exists. */
public final class DuplicateKeyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DuplicateKeyException(Throwable cause) {
    super("a row with this key exists", cause);
  }
}
