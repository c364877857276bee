package dev.provelet.function.transfer;

import org.jspecify.annotations.Nullable;

/** An object could not be pulled or pushed. The message holds no URL. */
public final class TransferException extends RuntimeException {

  /** What is at fault. */
  public enum Fault {
    /** The object itself: missing, or not what it should be. */
    OBJECT,
    /** Everything between the object and this function: network, file server, store, capability. */
    TRANSPORT
  }

  private final Fault fault;
  private final @Nullable String artifact;

  private TransferException(Fault fault, String message, @Nullable String artifact) {
    super(message);
    this.fault = fault;
    this.artifact = artifact;
  }

  static TransferException object(String artifact, String message) {
    return new TransferException(Fault.OBJECT, artifact + ": " + message, artifact);
  }

  static TransferException transport(String artifact, String message) {
    return new TransferException(Fault.TRANSPORT, artifact + ": " + message, null);
  }

  public Fault fault() {
    return fault;
  }

  /** The artifact that is not what it should be, for {@link Fault#OBJECT}. */
  public @Nullable String artifact() {
    return artifact;
  }
}
