package dev.provelet.guest.kernel;

/** The file descriptors that there are; the first four have paths. */
final class Descriptors {
  static final int STDIN = 0;
  static final int STDOUT = 1;
  static final int STDERR = 2;
  static final int PUBLIC_INPUT = 3;

  /** What epoll_create1 gives. */
  static final int POLL = 4;

  /** What eventfd2 gives. */
  static final int EVENT = 5;

  /** The number above all of them. */
  static final int END = 6;

  /** Ziren's: the public values. */
  static final int PUBLIC_VALUES = 13;

  /** Ziren's: inputs for later, from an unconstrained block. Those above are hooks. */
  static final int HINTS = 14;

  private Descriptors() {}
}
