package dev.provelet.objectstore;

/** Whoever sends an object's content stopped before its end; nothing was stored. */
public final class IncompleteContentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public IncompleteContentException(Throwable cause) {
    super("the content ended before its declared size", cause);
  }
}
