package dev.provelet.guest;

/** A program cannot be called with these arguments; the message says why. */
public final class InvalidArgumentsException extends Exception {
  private static final long serialVersionUID = 1;

  InvalidArgumentsException(String message) {
    super(message);
  }
}
