package dev.provelet.guest.input;

/** A program cannot be started with these arguments; the message says why. */
public final class InvalidArgumentsException extends Exception {
  private static final long serialVersionUID = 1;

  InvalidArgumentsException(String message) {
    super(message);
  }
}
