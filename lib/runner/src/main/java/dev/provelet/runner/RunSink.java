package dev.provelet.runner;

/**
 * Takes what a run hands out while it goes on, on the running thread. An exception thrown here
 * cancels the run and reaches its caller.
 */
public interface RunSink {
  /** Keeps nothing. */
  RunSink NONE = new RunSink() {};

  /** What goes to descriptor 1: the output of a Linux program. */
  default void stdout(byte[] data) {}

  /** The public values of a guest made for Ziren: its output. */
  default void publicValues(byte[] data) {}

  /** What goes to any other descriptor, for people. */
  default void stderr(byte[] data) {}

  /**
   * A finished segment; only a split has any.
   *
   * @param index from 0
   * @param instructions in this segment
   */
  default void segment(int index, long instructions, byte[] object) {}

  /**
   * @param instructions done so far; about ten times a second
   */
  default void progress(long instructions) {}
}
