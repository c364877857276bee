package dev.provelet.guest;

import java.util.List;

/**
 * What a proof states: the program, run with a public input, exited with status 0, and its output
 * was exactly the one given.
 */
public final class Statement {
  private Statement() {}

  /** The engine's inputs, in the order in which the program takes them. */
  public static List<byte[]> inputs(byte[] publicInput, byte[] stdin) {
    return List.of(publicInput, stdin);
  }

  /** The 64 bytes that a proof reveals: SHA-256 of the public input, then of the output. */
  public static byte[] publicValues(byte[] publicInput, byte[] output) {
    return publicValuesOfDigests(ElfId.sha256(publicInput), ElfId.sha256(output));
  }

  /** As {@link #publicValues}, of the two SHA-256 of 32 bytes. */
  public static byte[] publicValuesOfDigests(byte[] publicInput, byte[] output) {
    byte[] values = new byte[64];
    System.arraycopy(publicInput, 0, values, 0, 32);
    System.arraycopy(output, 0, values, 32, 32);
    return values;
  }
}
