package dev.provelet.guest.lower;

/** A table in the kernel's data: for each byte, the number of its leading zero bits. */
public final class LeadingZeros {
  /** Its offset in the kernel's data. */
  public static final int OFFSET = 0x600;

  public static final int BYTES = 0x100;

  private LeadingZeros() {}

  /** The table as words, the first byte in a word's lowest bits, as OpenVM has them. */
  public static int[] words() {
    int[] words = new int[BYTES / 4];
    for (int i = 0; i < BYTES; i++) {
      int zeros = Integer.numberOfLeadingZeros(i) - 24;
      words[i / 4] |= zeros << (8 * (i % 4));
    }
    return words;
  }
}
