package dev.provelet.guest.elf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the names of functions and data. What is malformed here is left out, not refused, and so is
 * what goes beyond one table, {@link #MAX_SYMBOLS} symbols or names that are together as long as
 * the file: tables may lie over one another and say the same again and again.
 */
final class SymbolReader {
  private static final int SYMBOL_BYTES = 16;
  private static final int MAX_NAME_BYTES = 512;
  private static final int MAX_SYMBOLS = 1 << 20;
  private static final int SHT_SYMTAB = 2;
  private static final int STT_OBJECT = 1;
  private static final int STT_FUNC = 2;

  private final ByteBuffer file;
  private final List<SymbolTable.Function> functions = new ArrayList<>();
  private final Map<String, Integer> objects = new HashMap<>();
  private int namesLeft;
  private int symbolsLeft = MAX_SYMBOLS;

  SymbolReader(ByteBuffer file) {
    this.file = file;
    this.namesLeft = file.capacity();
  }

  SymbolTable read(List<SectionHeader> headers) {
    for (SectionHeader header : headers) {
      int link = header.link();
      if (header.type() == SHT_SYMTAB && link >= 0 && link < headers.size()) {
        read(extent(header), extent(headers.get(link)));
        break;
      }
    }
    return new SymbolTable(functions, objects);
  }

  /** A section's place in the file; empty if it lies outside. */
  private record Extent(int start, int size) {}

  private Extent extent(SectionHeader header) {
    return header.offset() + header.size() > file.capacity()
        ? new Extent(0, 0)
        : new Extent((int) header.offset(), (int) header.size());
  }

  private void read(Extent symbols, Extent strings) {
    int end = symbols.size() - SYMBOL_BYTES;
    for (int at = 0; at <= end && symbolsLeft > 0 && namesLeft > 0; at += SYMBOL_BYTES) {
      int symbol = symbols.start() + at;
      int address = file.getInt(symbol + 4);
      int type = file.get(symbol + 12) & 0xf;
      if ((type == STT_FUNC || type == STT_OBJECT) && address > 0) {
        add(type, name(strings, file.getInt(symbol)), address, file.getInt(symbol + 8));
      }
    }
  }

  private void add(int type, String name, int address, int size) {
    if (name.isEmpty()) {
      return;
    }
    symbolsLeft--;
    namesLeft -= name.length();
    if (type == STT_FUNC) {
      functions.add(new SymbolTable.Function(name, address, Math.max(0, size)));
    } else {
      objects.putIfAbsent(name, address);
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
}
