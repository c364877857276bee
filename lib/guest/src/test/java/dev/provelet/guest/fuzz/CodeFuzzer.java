package dev.provelet.guest.fuzz;

import dev.provelet.guest.harness.ElfBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Any words at all as text. The first byte says in which byte order the program is. */
public final class CodeFuzzer {
  private static final int DATA_BYTES = 1 << 12;

  private CodeFuzzer() {}

  /** What the fuzzer calls. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < 5) {
      return;
    }
    ByteOrder order = input[0] % 2 == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    ByteBuffer bytes = ByteBuffer.wrap(input, 1, (input.length - 1) & -4).order(order);
    int[] words = new int[bytes.remaining() / 4];
    bytes.asIntBuffer().get(words);
    ElfFuzzer.fuzzerTestOneInput(
        new ElfBuilder(order)
            .text(ElfBuilder.TEXT, words)
            .zeros(ElfBuilder.DATA, DATA_BYTES)
            .symbol("start", ElfBuilder.TEXT, 4 * words.length)
            .build());
  }
}
