package dev.provelet.stage.proof;

/**
 * Why a proof failed.
 *
 * @param task the task that failed
 * @param message for the client
 * @param stderr what the guest wrote to its standard error, as far as known
 */
public record Failure(Kind kind, String task, String message, String stderr) {
  /** Longer texts are cut. */
  static final int MAX_TEXT = 60_000;

  public Failure {
    message = cut(message);
    stderr = cut(stderr);
  }

  /** Whose fault it is. */
  public enum Kind {
    /** The program: it exited with another status than 0, trapped, deadlocked or hit a limit. */
    GUEST,
    /** What was submitted cannot be proved as it is. */
    INPUT,
    /** Memory or disk was not enough, several times. */
    RESOURCE,
    /** The engine failed, several times. */
    ENGINE
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }
}
