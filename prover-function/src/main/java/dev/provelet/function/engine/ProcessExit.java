package dev.provelet.function.engine;

/** How this process ends itself, so that whoever watches over it starts it again. */
@FunctionalInterface
public interface ProcessExit {

  /**
   * Begins to shut down, as a signal would: requests under way have their time to end. Returns at
   * once; may be called again.
   */
  void request(int code);
}
