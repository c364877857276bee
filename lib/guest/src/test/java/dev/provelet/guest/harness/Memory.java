package dev.provelet.guest.harness;

import org.jspecify.annotations.Nullable;

/** 2^29 bytes of which only those touched are there. */
final class Memory {
  private static final int PAGE_BITS = 16;
  private final byte[] @Nullable [] pages = new byte[1 << (29 - PAGE_BITS)][];

  /** What an access out of bounds or unaligned throws. */
  static final class BadAccess extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadAccess(int address, int size) {
      super("%d bytes at 0x%08x".formatted(size, address), null, false, false);
    }
  }

  private byte[] page(int address, int size) {
    if (address >>> 29 != 0 || (address & (size - 1)) != 0) {
      throw new BadAccess(address, size);
    }
    byte[] page = pages[address >>> PAGE_BITS];
    if (page == null) {
      page = new byte[1 << PAGE_BITS];
      pages[address >>> PAGE_BITS] = page;
    }
    return page;
  }

  byte loadByte(int address) {
    return page(address, 1)[address & 0xffff];
  }

  void storeByte(int address, byte value) {
    page(address, 1)[address & 0xffff] = value;
  }

  int loadHalf(int address) {
    byte[] page = page(address, 2);
    int at = address & 0xffff;
    return (short) ((page[at] & 0xff) | (page[at + 1] << 8));
  }

  void storeHalf(int address, int value) {
    byte[] page = page(address, 2);
    int at = address & 0xffff;
    page[at] = (byte) value;
    page[at + 1] = (byte) (value >> 8);
  }

  int loadWord(int address) {
    byte[] page = page(address, 4);
    int at = address & 0xffff;
    return (page[at] & 0xff)
        | ((page[at + 1] & 0xff) << 8)
        | ((page[at + 2] & 0xff) << 16)
        | (page[at + 3] << 24);
  }

  void storeWord(int address, int value) {
    byte[] page = page(address, 4);
    int at = address & 0xffff;
    page[at] = (byte) value;
    page[at + 1] = (byte) (value >> 8);
    page[at + 2] = (byte) (value >> 16);
    page[at + 3] = (byte) (value >> 24);
  }

  /** The address after the last 4 KiB page that is not zero. */
  int extent() {
    for (int page = pages.length - 1; page >= 0; page--) {
      byte[] bytes = pages[page];
      if (bytes != null) {
        for (int at = bytes.length - 1; at >= 0; at--) {
          if (bytes[at] != 0) {
            return (page << PAGE_BITS) + (at | 0xfff) + 1;
          }
        }
      }
    }
    return 0;
  }
}
