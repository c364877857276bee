package dev.provelet.function.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The smallest guest that reads its input, writes it to its output and exits. */
public final class TinyElf {
  private static final int BASE = 0x400000;
  private static final int HEADERS = 52 + 2 * 32;
  private static final int BUFFER_PAGE = 0x41;

  private TinyElf() {}

  /** Copies up to 64 bytes. */
  public static byte[] echo(int exitStatus) {
    int[] code = {
      addiu(2, 4003), // read(0, buffer, 64)
      addiu(4, 0),
      lui(5, BUFFER_PAGE),
      addiu(6, 64),
      SYSCALL,
      0x00403021, // addu $6, $2, $0
      addiu(2, 4004), // write(1, buffer, what was read)
      addiu(4, 1),
      lui(5, BUFFER_PAGE),
      SYSCALL,
      addiu(2, 4001), // exit(status)
      addiu(4, exitStatus),
      SYSCALL,
    };
    int size = HEADERS + code.length * 4;
    ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(new byte[] {0x7f, 'E', 'L', 'F', 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    elf.putShort((short) 2).putShort((short) 8).putInt(1);
    elf.putInt(BASE + HEADERS).putInt(52).putInt(0).putInt(0x70001001);
    elf.putShort((short) 52).putShort((short) 32).putShort((short) 2);
    elf.putShort((short) 40).putShort((short) 0).putShort((short) 0);
    load(elf, 0, BASE, size, size, 5);
    load(elf, 0, BUFFER_PAGE << 16, 0, 4096, 6);
    for (int word : code) {
      elf.putInt(word);
    }
    return elf.array();
  }

  private static final int SYSCALL = 0x0000000c;

  private static void load(
      ByteBuffer elf, int offset, int address, int fileSize, int memorySize, int flags) {
    elf.putInt(1).putInt(offset).putInt(address).putInt(address);
    elf.putInt(fileSize).putInt(memorySize).putInt(flags).putInt(0x1000);
  }

  private static int addiu(int register, int value) {
    return 0x24000000 | register << 16 | value;
  }

  private static int lui(int register, int value) {
    return 0x3c000000 | register << 16 | value;
  }
}
