package dev.provelet.guest;

/**
 * The bytes are no program that Provelet can run; the message says what is wrong and what would be
 * right.
 */
public final class InvalidProgramException extends Exception {
  public InvalidProgramException(String message) {
    super(message);
  }
}
