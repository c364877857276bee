package dev.provelet.files.store;

/** Whoever sends an object's content stopped before its end; nothing was stored. */
public final class ContentBrokeOffException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ContentBrokeOffException(Throwable cause) {
    super("the content ended before its declared size", cause);
  }
}
