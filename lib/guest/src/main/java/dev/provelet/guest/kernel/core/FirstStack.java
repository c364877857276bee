package dev.provelet.guest.kernel.core;

import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.layout.MemoryLayout;
import dev.provelet.guest.openvm.MemoryImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a Linux program finds on its stack: one argument, no environment, the auxiliary vector. The
 * 16 bytes of AT_RANDOM are the same in every run.
 */
public final class FirstStack {
  /** At the stack's top. */
  static final int BYTES = 256;

  private static final int STRINGS = 192;
  private static final int RANDOM = 224;

  private static final int AT_NULL = 0;
  private static final int AT_PHDR = 3;
  private static final int AT_PHENT = 4;
  private static final int AT_PHNUM = 5;
  private static final int AT_PAGESZ = 6;
  private static final int AT_FLAGS = 8;
  private static final int AT_ENTRY = 9;
  private static final int AT_UID = 11;
  private static final int AT_EUID = 12;
  private static final int AT_GID = 13;
  private static final int AT_EGID = 14;
  private static final int AT_HWCAP = 16;
  private static final int AT_CLKTCK = 17;
  private static final int AT_SECURE = 23;
  private static final int AT_RANDOM = 25;

  /** Where the auxiliary vector begins, behind one argument and no variables. */
  static final int AUXILIARY = 16;

  /** AT_PAGESZ, AT_ENTRY, AT_CLKTCK, AT_RANDOM, seven that are zero and the end. */
  private static final int AUXILIARY_ENTRIES = 12;

  private FirstStack() {}

  /** How many bytes the auxiliary vector has. */
  static int auxiliaryBytes(ElfFile elf) {
    int headers = elf.headers().address().isPresent() ? 3 : 0;
    return 8 * (AUXILIARY_ENTRIES + headers);
  }

  public static void fill(MemoryImage image, MemoryLayout layout, ElfFile elf) {
    int base = layout.stack().top() - BYTES;
    ByteBuffer stack = ByteBuffer.allocate(BYTES).order(elf.byteOrder());
    stack.putInt(1).putInt(base + STRINGS).putInt(0).putInt(0);
    elf.headers()
        .address()
        .ifPresent(
            address -> {
              stack.putInt(AT_PHDR).putInt(address).putInt(AT_PHENT).putInt(32);
              stack.putInt(AT_PHNUM).putInt(elf.headers().count());
            });
    stack.putInt(AT_PAGESZ).putInt(4096).putInt(AT_ENTRY).putInt(elf.entry());
    stack.putInt(AT_CLKTCK).putInt(100).putInt(AT_RANDOM).putInt(base + RANDOM);
    for (int zero : new int[] {AT_FLAGS, AT_UID, AT_EUID, AT_GID, AT_EGID, AT_HWCAP, AT_SECURE}) {
      stack.putInt(zero).putInt(0);
    }
    stack.putInt(AT_NULL).putInt(0);
    if (stack.position() > STRINGS || stack.position() != AUXILIARY + auxiliaryBytes(elf)) {
      throw new IllegalStateException("the first stack is not what it should be");
    }
    stack.put(STRINGS, "guest\0".getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < 16; i++) {
      stack.put(RANDOM + i, (byte) (0x41 + 7 * i));
    }
    image.put(base, stack.array());
  }
}
