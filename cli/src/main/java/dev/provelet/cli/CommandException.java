package dev.provelet.cli;

/** A command cannot do what it was asked for: the user sees the message, and exit status 1. */
public final class CommandException extends Exception {
  public CommandException(String message) {
    super(message);
  }

  public CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
