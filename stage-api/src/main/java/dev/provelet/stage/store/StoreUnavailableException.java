package dev.provelet.stage.store;

/** The object store cannot be reached or does not answer properly. */
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreUnavailableException(Throwable cause) {
    super("the object store is not available", cause);
  }
}
