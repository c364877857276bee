package dev.provelet.engine;

/** Hears how far a step of {@link SnarkBinary} is, and may stop it. On the caller's thread. */
public interface SnarkWatch {

  /**
   * A phase has begun.
   *
   * @param phase for people, 1 to 100 characters
   * @param done phases that are finished
   * @param total phases that there are
   */
  void phase(String phase, int done, int total);

  /** Asked several times a second. What it throws ends the process and the call. */
  void check();
}
