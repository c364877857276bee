package dev.provelet.guest.kernel.precompile;

import dev.provelet.guest.kernel.core.KernelCode;

/** Memory that field and curve calls share: a zero, and places for numbers on the way. */
final class FieldSpace {
  /** Words of the longest number. */
  private static final int WORDS = 12;

  private static final int PLACES = 7;

  private final KernelCode kernel;
  private int zero = -1;
  private int places = -1;

  FieldSpace(KernelCode kernel) {
    this.kernel = kernel;
  }

  /** Where a number lies that is zero. */
  int zero() {
    if (zero < 0) {
      zero = kernel.space(WORDS);
    }
    return zero;
  }

  /** One of the places. */
  int place(int index) {
    if (places < 0) {
      places = kernel.space(PLACES * WORDS);
    }
    if (index >= PLACES) {
      throw new IllegalArgumentException("there are " + PLACES + " places");
    }
    return places + 4 * WORDS * index;
  }
}
