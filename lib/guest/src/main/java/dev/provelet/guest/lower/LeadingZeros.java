package dev.provelet.guest.lower;

/** A table in the kernel's data: of each byte, how many zeros lead to its first one. */
public final class LeadingZeros {
  /** Where in the kernel's data it is. */
  public static final int OFFSET = 0x600;

  public static final int BYTES = 0x100;

  private LeadingZeros() {}

  /** What it is made of, the first byte in a word's lowest bits, as OpenVM has them. */
  public static int[] words() {
    int[] words = new int[BYTES / 4];
    for (int i = 0; i < BYTES; i++) {
      int zeros = Integer.numberOfLeadingZeros(i) - 24;
      words[i / 4] |= zeros << (8 * (i % 4));
    }
    return words;
  }
}
