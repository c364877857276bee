package dev.provelet.guest.elf;

import java.nio.ByteBuffer;
import java.util.Map;

/** A loadable segment: {@code memorySize} bytes from {@code address}, the first ones given. */
public final class Segment {
  private final int address;
  private final int memorySize;
  private final int fileOffset;
  private final boolean executable;
  private final ByteBuffer content;

  Segment(int address, int memorySize, boolean executable, int fileOffset, ByteBuffer content) {
    this.address = address;
    this.fileOffset = fileOffset;
    this.memorySize = memorySize;
    this.executable = executable;
    this.content = content.asReadOnlyBuffer().order(content.order());
  }

  public int address() {
    return address;
  }

  /** Bytes in memory; those beyond the content are zero. */
  public int memorySize() {
    return memorySize;
  }

  public boolean executable() {
    return executable;
  }

  /** Where in the file its content begins. */
  int fileOffset() {
    return fileOffset;
  }

  /** Bytes that the file gives. */
  public int contentSize() {
    return content.capacity();
  }

  /** The address after the last byte. */
  public int end() {
    return address + memorySize;
  }

  /** The address after the last whole word that the file gives. */
  public int contentEnd() {
    return address + (contentSize() & ~3);
  }

  /**
   * The word at an address.
   *
   * @param at from {@link #address} to below {@link #contentEnd}
   */
  public int word(int at) {
    return content.getInt(at - address);
  }

  /** A copy of the bytes that the file gives. */
  public byte[] content() {
    byte[] bytes = new byte[contentSize()];
    content.get(0, bytes);
    return bytes;
  }

  /** The same with other words at some addresses, all within its content. */
  Segment with(Map<Integer, Integer> words) {
    ByteBuffer changed = ByteBuffer.wrap(content()).order(content.order());
    words.forEach((at, word) -> changed.putInt(at - address, word));
    return new Segment(address, memorySize, executable, fileOffset, changed);
  }
}
