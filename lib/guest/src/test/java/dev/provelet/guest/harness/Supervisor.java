package dev.provelet.guest.harness;

/** Watches a program while it runs, and may change its memory. */
@FunctionalInterface
public interface Supervisor {
  /**
   * The program has written to a descriptor.
   *
   * @param address where in its memory
   * @param count bytes
   */
  void wrote(int descriptor, int address, int count, GuestMemory memory);
}
