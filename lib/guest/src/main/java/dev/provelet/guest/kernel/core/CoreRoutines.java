package dev.provelet.guest.kernel.core;

/** The routines that all parts of the kernel share. */
public final class CoreRoutines {
  private CoreRoutines() {}

  public static void define(KernelCode kernel) {
    GuardPages.define(kernel);
    FreeRegions.define(kernel);
    MemoryCopy.define(kernel);
    Hashing.define(kernel);
    InputStreams.define(kernel);
    Scheduler.define(kernel);
  }
}
