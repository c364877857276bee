package dev.provelet.guest.elf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What an ELF says of a section. It may be anything: nothing of it has been checked.
 *
 * @param offset in the file, and size there, in bytes
 * @param link number of the section that belongs to it
 */
record SectionHeader(int type, int flags, int address, long offset, long size, int link) {
  private static final int BYTES = 40;

  /** Those of a file; none if they are missing or cut off, for programs run without them. */
  static List<SectionHeader> of(ByteBuffer file) {
    List<SectionHeader> headers = new ArrayList<>();
    long table = Integer.toUnsignedLong(file.getInt(32));
    int count = Short.toUnsignedInt(file.getShort(48));
    int size = Short.toUnsignedInt(file.getShort(46));
    if (table == 0 || size != BYTES || table + (long) count * BYTES > file.capacity()) {
      return headers;
    }
    for (int i = 0; i < count; i++) {
      int at = (int) table + i * BYTES;
      headers.add(
          new SectionHeader(
              file.getInt(at + 4),
              file.getInt(at + 8),
              file.getInt(at + 12),
              Integer.toUnsignedLong(file.getInt(at + 16)),
              Integer.toUnsignedLong(file.getInt(at + 20)),
              file.getInt(at + 24)));
    }
    return headers;
  }
}
