package dev.provelet.guest.elf;

import java.nio.ByteBuffer;

/**
 * What an ELF says of a segment. Numbers are without a sign and may be anything.
 *
 * @param offset in the file, in bytes
 */
record ProgramHeader(
    int type, long offset, long address, long fileSize, long memorySize, int flags) {

  /** The one at a place in the file, all of which is there. */
  static ProgramHeader at(int place, ByteBuffer file) {
    return new ProgramHeader(
        file.getInt(place),
        Integer.toUnsignedLong(file.getInt(place + 4)),
        Integer.toUnsignedLong(file.getInt(place + 8)),
        Integer.toUnsignedLong(file.getInt(place + 16)),
        Integer.toUnsignedLong(file.getInt(place + 20)),
        file.getInt(place + 24));
  }
}
