package dev.provelet.local;

/** A local platform cannot be started, kept up or stopped; the message tells its user why. */
public final class LocalPlatformException extends Exception {
  public LocalPlatformException(String message) {
    super(message);
  }

  public LocalPlatformException(String message, Throwable cause) {
    super(message, cause);
  }
}
