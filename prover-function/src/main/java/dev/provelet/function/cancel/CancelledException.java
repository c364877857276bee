package dev.provelet.function.cancel;

/** Work stopped because nobody waits for it. */
public final class CancelledException extends RuntimeException {
  public CancelledException(String reason) {
    super(reason);
  }
}
