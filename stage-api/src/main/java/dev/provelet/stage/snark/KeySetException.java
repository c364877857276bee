package dev.provelet.stage.snark;

/** A key set cannot be used as it is. Its message is for an operator. */
public final class KeySetException extends Exception {
  private static final long serialVersionUID = 1L;

  public KeySetException(String message) {
    super(message);
  }
}
