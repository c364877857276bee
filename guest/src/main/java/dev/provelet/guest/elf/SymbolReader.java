package dev.provelet.guest.elf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the names of functions. They serve reports only, so what is malformed here is left out, not
 * refused.
 */
final class SymbolReader {
  private static final int SECTION_HEADER_BYTES = 40;
  private static final int SYMBOL_BYTES = 16;
  private static final int MAX_NAME_BYTES = 512;
  private static final int SHT_SYMTAB = 2;
  private static final int STT_FUNC = 2;

  private final ByteBuffer file;

  SymbolReader(ByteBuffer file) {
    this.file = file;
  }

  SymbolTable read() {
    List<SymbolTable.Function> functions = new ArrayList<>();
    long table = unsigned(32);
    int count = Short.toUnsignedInt(file.getShort(48));
    if (table == 0 || table + (long) count * SECTION_HEADER_BYTES > file.capacity()) {
      return new SymbolTable(functions);
    }
    for (int i = 0; i < count; i++) {
      int header = (int) table + i * SECTION_HEADER_BYTES;
      int link = file.getInt(header + 24);
      if (file.getInt(header + 4) == SHT_SYMTAB && link >= 0 && link < count) {
        read(section(header), section((int) table + link * SECTION_HEADER_BYTES), functions);
      }
    }
    return new SymbolTable(functions);
  }

  /** A section's place in the file; empty if it lies outside. */
  private record Extent(int start, int size) {}

  private Extent section(int header) {
    long start = unsigned(header + 16);
    long size = unsigned(header + 20);
    return start + size > file.capacity() ? new Extent(0, 0) : new Extent((int) start, (int) size);
  }

  private void read(Extent symbols, Extent strings, List<SymbolTable.Function> functions) {
    for (int at = 0; at + SYMBOL_BYTES <= symbols.size(); at += SYMBOL_BYTES) {
      int symbol = symbols.start() + at;
      int address = file.getInt(symbol + 4);
      if ((file.get(symbol + 12) & 0xf) == STT_FUNC && address > 0) {
        String name = name(strings, file.getInt(symbol));
        if (!name.isEmpty()) {
          functions.add(
              new SymbolTable.Function(name, address, Math.max(0, file.getInt(symbol + 8))));
        }
      }
    }
  }

  private String name(Extent strings, int offset) {
    if (offset < 0 || offset >= strings.size()) {
      return "";
    }
    int limit = Math.min(strings.size() - offset, MAX_NAME_BYTES);
    byte[] bytes = new byte[limit];
    file.get(strings.start() + offset, bytes);
    int length = 0;
    while (length < limit && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private long unsigned(int at) {
    return Integer.toUnsignedLong(file.getInt(at));
  }
}
