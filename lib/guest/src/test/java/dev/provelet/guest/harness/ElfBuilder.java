package dev.provelet.guest.harness;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Makes ELFs for tests: text at {@link #TEXT}, data at {@link #DATA} unless said otherwise. */
public final class ElfBuilder {
  public static final int TEXT = 0x10000;
  public static final int DATA = 0x100000;

  private static final int HEADER = 52;
  private static final int PROGRAM_HEADER = 32;

  private record Part(int type, int address, ByteBuffer content, int memorySize, int flags) {}

  private record Symbol(String name, int address, int size, int type) {}

  private static final int PAGE_MASK = 0xfff;
  private static final int PT_MIPS_ABIFLAGS = 0x70000003;

  /** What gcc has for MIPS32 release 2. */
  public static final int FLAGS = 0x70001001;

  private final ByteOrder order;
  private final List<Part> parts = new ArrayList<>();
  private final List<Symbol> symbols = new ArrayList<>();
  private int entry = TEXT;
  private int flags = FLAGS;
  private boolean paged;

  public ElfBuilder() {
    this(ByteOrder.LITTLE_ENDIAN);
  }

  public ElfBuilder(ByteOrder order) {
    this.order = order;
  }

  /** A little-endian program of these words and 64 KiB of zeros as data. */
  public static ElfBuilder program(int... words) {
    return program(ByteOrder.LITTLE_ENDIAN, words);
  }

  public static ElfBuilder program(ByteOrder order, int... words) {
    return new ElfBuilder(order).text(TEXT, words).zeros(DATA, 1 << 16);
  }

  public ElfBuilder text(int address, int... words) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(order);
    Arrays.stream(words).forEach(bytes::putInt);
    return part(1, address, bytes.array(), bytes.capacity(), 5);
  }

  public ElfBuilder data(int address, byte[] content) {
    return part(1, address, content, content.length, 6);
  }

  public ElfBuilder zeros(int address, int size) {
    return part(1, address, new byte[0], size, 6);
  }

  public ElfBuilder part(int type, int address, byte[] content, int memorySize, int flags) {
    parts.add(new Part(type, address, ByteBuffer.wrap(content), memorySize, flags));
    return this;
  }

  public ElfBuilder symbol(String name, int address, int size) {
    symbols.add(new Symbol(name, address, size, 2));
    return this;
  }

  /** A variable of one word. */
  public ElfBuilder object(String name, int address) {
    symbols.add(new Symbol(name, address, 4, 1));
    return this;
  }

  /** The header's flags. */
  public ElfBuilder flags(int value) {
    flags = value;
    return this;
  }

  /**
   * ABI flags, which go behind the program headers and are not loaded.
   *
   * @param level and what else the MIPS ABI says, in its order
   */
  public ElfBuilder abiFlags(
      int level, int revision, int general, int floatAbi, int extension, int ases) {
    ByteBuffer content = ByteBuffer.allocate(24).order(order);
    content.put(2, (byte) level).put(3, (byte) revision).put(4, (byte) general);
    content.put(7, (byte) floatAbi).putInt(8, extension).putInt(12, ases);
    return part(PT_MIPS_ABIFLAGS, 0, content.array(), content.capacity(), 4);
  }

  public ElfBuilder entry(int address) {
    entry = address;
    return this;
  }

  /** Linux, and so qemu, wants an address and its place in the file to agree on the last bits. */
  public ElfBuilder inPages() {
    paged = true;
    return this;
  }

  public byte[] build() {
    return build(bytes -> {});
  }

  /**
   * @param spoil changes the finished file
   */
  public byte[] build(Consumer<ByteBuffer> spoil) {
    int size = HEADER + PROGRAM_HEADER * parts.size();
    int[] places = new int[parts.size()];
    for (int i = 0; i < places.length; i++) {
      Part part = parts.get(i);
      places[i] = part.content().capacity() == 0 ? size : place(part, size);
      size = places[i] + part.content().capacity();
    }
    byte[] strings = strings();
    int tables = size;
    if (!symbols.isEmpty()) {
      size += 16 * symbols.size() + strings.length + 2 * 40;
    }
    ByteBuffer file = ByteBuffer.allocate(size).order(order);
    byte encoding = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 1 : 2);
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 1, encoding, 1}).position(16);
    file.putShort((short) 2).putShort((short) 8).putInt(1).putInt(entry).putInt(HEADER);
    file.putInt(0).putInt(flags).putShort((short) HEADER).putShort((short) PROGRAM_HEADER);
    file.putShort((short) parts.size()).putShort((short) 40);
    file.position(HEADER);
    for (int i = 0; i < places.length; i++) {
      Part part = parts.get(i);
      file.putInt(part.type()).putInt(places[i]).putInt(part.address()).putInt(part.address());
      file.putInt(part.content().capacity())
          .putInt(part.memorySize())
          .putInt(part.flags())
          .putInt(PAGE_MASK + 1);
      file.put(places[i], part.content().array());
    }
    file.position(tables);
    if (!symbols.isEmpty()) {
      putSymbols(file, tables, strings);
    }
    spoil.accept(file);
    return file.array();
  }

  private int place(Part part, int after) {
    return paged ? after + ((part.address() - after) & PAGE_MASK) : after;
  }

  private byte[] strings() {
    StringBuilder strings = new StringBuilder("\0");
    symbols.forEach(symbol -> strings.append(symbol.name()).append('\0'));
    return strings.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void putSymbols(ByteBuffer file, int at, byte[] strings) {
    int name = 1;
    for (Symbol symbol : symbols) {
      file.putInt(name).putInt(symbol.address()).putInt(symbol.size());
      file.put((byte) symbol.type()).put((byte) 0).putShort((short) 0);
      name += symbol.name().length() + 1;
    }
    int stringsAt = file.position();
    file.put(strings);
    int sections = file.position();
    putSection(file, 2, at, stringsAt - at, 1);
    putSection(file, 3, stringsAt, strings.length, 0);
    file.putInt(32, sections).putShort(48, (short) 2);
  }

  private static void putSection(ByteBuffer file, int type, int offset, int size, int link) {
    file.putInt(0).putInt(type).putInt(0).putInt(0).putInt(offset).putInt(size).putInt(link);
    file.putInt(0).putInt(4).putInt(16);
  }
}
