package dev.provelet.function.step;

import dev.provelet.guest.GuestExit;

/** The guest ended otherwise than with status 0: an answer for the client. */
final class GuestFailedException extends Exception {

  private final String stderr;

  /**
   * @param stderr the end of what it wrote there, or empty
   */
  GuestFailedException(GuestExit exit, String stderr) {
    super(exit.describe());
    this.stderr = stderr;
  }

  String stderr() {
    return stderr;
  }
}
