package dev.provelet.cli;

/** What the user is told instead of a stack trace; ends the command with status 1. */
public final class Failure extends Exception {
  public Failure(String message) {
    super(message);
  }

  public Failure(String message, Throwable cause) {
    super(message, cause);
  }
}
