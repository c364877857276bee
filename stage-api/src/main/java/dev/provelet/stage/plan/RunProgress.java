package dev.provelet.stage.plan;

/**
 * What is known about a proof's run.
 *
 * @param segments found so far, or in all if the run has ended
 * @param ended whether that is all
 */
public record RunProgress(int segments, boolean ended) {
  /** Nothing is known yet. */
  public static final RunProgress NONE = new RunProgress(0, false);

  public RunProgress {
    if (segments < 0) {
      throw new IllegalArgumentException("segments are not negative");
    }
  }

  public RunProgress withSegments(int found) {
    return new RunProgress(found, ended);
  }

  public RunProgress end() {
    return new RunProgress(segments, true);
  }
}
