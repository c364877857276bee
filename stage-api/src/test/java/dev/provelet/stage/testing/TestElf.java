package dev.provelet.stage.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Makes the smallest MIPS programs that pass for such. */
public final class TestElf {
  private static final int HEADER = 52;
  private static final int PROGRAM_HEADER = 32;
  private static final int CODE_AT = HEADER + PROGRAM_HEADER;
  private static final int BASE = 0x400000;

  private TestElf() {}

  /** A static little-endian o32 ELF that exits at once; another one for another number. */
  public static byte[] of(int number) {
    return of(number, 64);
  }

  /**
   * @param size in bytes, at least 128
   */
  public static byte[] of(int number, int size) {
    int[] code = {0x24021076, 0x00002025, 0x0000000c, 0x24080000 | (number & 0xffff)};
    int total = Math.max(size, CODE_AT + 4 * code.length);
    ByteBuffer elf = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1, 0}).position(16);
    elf.putShort((short) 2).putShort((short) 8).putInt(1).putInt(BASE + CODE_AT).putInt(HEADER);
    elf.putInt(0).putInt(0x70001001).putShort((short) HEADER).putShort((short) PROGRAM_HEADER);
    elf.putShort((short) 1).putShort((short) 0).putShort((short) 0).putShort((short) 0);
    // What is beyond the code is in the file, like debugging information, and not in memory.
    int loaded = CODE_AT + 4 * code.length;
    elf.putInt(1).putInt(0).putInt(BASE).putInt(BASE).putInt(loaded).putInt(loaded).putInt(5);
    elf.putInt(0x10000);
    for (int word : code) {
      elf.putInt(word);
    }
    return elf.array();
  }
}
