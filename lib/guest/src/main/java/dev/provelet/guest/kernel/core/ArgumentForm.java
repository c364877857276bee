package dev.provelet.guest.kernel.core;

/**
 * How a public input states what a program is called with: a tag, then three words, the lowest byte
 * first, with the number of arguments, the number of variables, and how many bytes they have; then
 * the arguments and the variables, each ended by a zero; zeros up to a multiple of four. The
 * program's own public input follows. One that begins with the tag and goes on otherwise ends the
 * run: nobody can take one for the other.
 */
public final class ArgumentForm {
  /**
   * What arguments and environment may have together, in bytes, the zeros at their ends included.
   */
  public static final int MAX_BYTES = 128 << 10;

  /** SHA-256 of {@code provelet: the arguments and environment of a program, version 1}. */
  private static final int[] TAG = {
    0x81cbb926, 0xd8099fdb, 0xe64d3c12, 0x5af6c0d3,
    0xacaa3428, 0x249eed43, 0xf476f791, 0x15ed5784
  };

  static final int ARGUMENTS = 4 * TAG.length;
  static final int VARIABLES = ARGUMENTS + 4;
  static final int BYTES = ARGUMENTS + 8;

  /** Bytes before the first argument. */
  public static final int HEADER_BYTES = ARGUMENTS + 12;

  private ArgumentForm() {}

  /** The tag as words, the lowest byte first. */
  public static int[] tag() {
    return TAG.clone();
  }
}
