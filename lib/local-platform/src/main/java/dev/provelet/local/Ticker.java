package dev.provelet.local;

/** Paces a loop. */
interface Ticker {
  /**
   * Waits for the next tick.
   *
   * @return whether the loop goes on; false once a stop is requested
   */
  boolean next() throws InterruptedException;
}
