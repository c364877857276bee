package dev.provelet.function.transfer;

import org.jspecify.annotations.Nullable;

/** An object could not be pulled or pushed. The message holds no URL. */
public final class TransferException extends RuntimeException {

  /** Whose fault it is. */
  public enum Cause {
    /** The object itself: missing, or not what it should be. */
    OBJECT,
    /** Everything on the way to it. */
    WAY
  }

  private final Cause fault;
  private final @Nullable String artifact;

  private TransferException(Cause fault, String message, @Nullable String artifact) {
    super(message);
    this.fault = fault;
    this.artifact = artifact;
  }

  static TransferException object(String artifact, String message) {
    return new TransferException(Cause.OBJECT, artifact + ": " + message, artifact);
  }

  static TransferException way(String artifact, String message) {
    return new TransferException(Cause.WAY, artifact + ": " + message, null);
  }

  public Cause fault() {
    return fault;
  }

  /** The artifact that is not what it should be, for {@link Cause#OBJECT}. */
  public @Nullable String artifact() {
    return artifact;
  }
}
