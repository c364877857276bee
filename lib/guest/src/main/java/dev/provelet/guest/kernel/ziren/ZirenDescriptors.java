package dev.provelet.guest.kernel.ziren;

/** The descriptors that guests of Ziren write to. Those between the hints' and stderr are hooks. */
final class ZirenDescriptors {
  static final int STDOUT = 1;

  /** The public values. */
  static final int PUBLIC_VALUES = 13;

  /** Inputs for later, from an unconstrained block. */
  static final int HINTS = 14;

  /** What older guests have for both. */
  static final int OLD_PUBLIC_VALUES = 3;

  static final int OLD_HINTS = 4;

  private ZirenDescriptors() {}
}
