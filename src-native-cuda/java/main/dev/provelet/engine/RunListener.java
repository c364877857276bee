package dev.provelet.engine;

/**
 * Hears of a run while it goes on, on the running thread. An exception thrown here cancels the run
 * and reaches its caller.
 */
public interface RunListener {

  /** Bytes that the guest wrote to a descriptor: 1 and 13 are output, others diagnostics. */
  default void output(int descriptor, byte[] data) {}

  /**
   * A finished segment.
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
