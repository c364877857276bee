package dev.provelet.guest.kernel.core;

/** The routines that all parts of the kernel share. */
public final class CoreRoutines {
  private CoreRoutines() {}

  public static void define(KernelCode kernel) {
    Guards.define(kernel);
    Gaps.define(kernel);
    Copying.define(kernel);
    Hashing.define(kernel);
    Streams.define(kernel);
    Scheduler.define(kernel);
  }
}
