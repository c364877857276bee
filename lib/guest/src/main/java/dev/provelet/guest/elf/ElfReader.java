package dev.provelet.guest.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/** Reads an ELF's header and segments. */
public final class ElfReader {
  /** Bytes of memory that a program can address. */
  public static final int MEMORY_BYTES = 1 << 29;

  private static final int HEADER_BYTES = 52;
  private static final int PROGRAM_HEADER_BYTES = 32;
  private static final int MAX_PROGRAM_HEADERS = 128;

  private static final int ET_REL = 1;
  private static final int ET_EXEC = 2;
  private static final int ET_DYN = 3;
  private static final int EM_MIPS = 8;
  private static final int PT_LOAD = 1;
  private static final int PT_DYNAMIC = 2;
  private static final int PT_INTERP = 3;
  private static final int PT_GNU_STACK = 0x6474e551;
  private static final int PT_MIPS_REGINFO = 0x70000000;
  private static final int PT_MIPS_ABIFLAGS = 0x70000003;
  private static final int PF_X = 1;

  /** Where register information has the value of $gp, after five masks of registers. */
  private static final int REGINFO_GP = 20;

  private static final int DT_NULL = 0;
  private static final int DT_NEEDED = 1;

  private final ByteBuffer file;

  private ElfReader(byte[] elf) {
    this.file = ByteBuffer.wrap(elf);
  }

  /**
   * @throws MalformedElfException if the bytes are no such ELF
   */
  public static ElfFile read(byte[] elf) throws MalformedElfException {
    return new ElfReader(elf).read();
  }

  private ElfFile read() throws MalformedElfException {
    checkIdentity();
    checkHeader();
    List<ProgramHeader> headers = programHeaders();
    List<Segment> segments = new ArrayList<>();
    int stackSize = 0;
    AbiFlags abiFlags = AbiFlags.NONE;
    OptionalInt globalPointer = OptionalInt.empty();
    for (ProgramHeader header : headers) {
      switch (header.type()) {
        case PT_LOAD -> {
          if (header.memorySize() != 0) {
            segments.add(segment(header));
          }
        }
        case PT_INTERP -> throw dynamicallyLinked();
        case PT_DYNAMIC -> checkNeedsNoLibrary(header);
        case PT_GNU_STACK -> stackSize = stackSize(header);
        case PT_MIPS_REGINFO -> globalPointer = globalPointer(header);
        case PT_MIPS_ABIFLAGS -> abiFlags = abiFlags(header);
        default -> {
          // Notes and the like say nothing about how to run the program.
        }
      }
    }
    Processor processor = new Processor(file.getInt(36), abiFlags);
    processor.check();
    if (segments.isEmpty()) {
      throw new MalformedElfException(
          "the ELF has no loadable segment; a linked executable has at least one");
    }
    segments.sort(Comparator.comparingInt(Segment::address));
    checkApart(segments);
    int entry = file.getInt(24);
    checkEntry(entry, segments);
    List<SectionHeader> sections = SectionHeader.of(file);
    return new ElfFile(
        file.order(),
        entry,
        segments,
        new TextReader(sections, segments).read(entry),
        new ElfFile.Headers(
            addressOfProgramHeaders(segments),
            headers.size(),
            stackSize,
            globalPointer,
            processor.wideFloats()),
        new SymbolReader(file).read(sections));
  }

  /** Checks what tells how to read the rest. */
  private void checkIdentity() throws MalformedElfException {
    if (file.capacity() < 4 || file.getInt(0) != 0x7f454c46) {
      throw new MalformedElfException(
          "not an ELF file: it does not begin with 7f 45 4c 46; give the linked executable itself");
    }
    if (file.capacity() < HEADER_BYTES) {
      throw truncated("its header");
    }
    if (file.get(4) == 2) {
      throw new MalformedElfException(
          "a 64-bit ELF; a 32-bit MIPS one is needed (o32: mipsel-linux-gnu-gcc, GOARCH=mipsle)");
    }
    if (file.get(4) != 1) {
      throw new MalformedElfException("ELF class %d; 32-bit is 1".formatted(file.get(4)));
    }
    switch (file.get(5)) {
      case 1 -> file.order(ByteOrder.LITTLE_ENDIAN);
      case 2 -> file.order(ByteOrder.BIG_ENDIAN);
      default ->
          throw new MalformedElfException(
              "ELF data encoding %d is unknown; 1 is little-endian, 2 is big-endian"
                  .formatted(file.get(5)));
    }
  }

  private void checkHeader() throws MalformedElfException {
    int machine = unsignedShort(18);
    if (machine != EM_MIPS) {
      throw new MalformedElfException(
          "an ELF for machine %d; one for MIPS (machine 8) is needed".formatted(machine));
    }
    checkKind(unsignedShort(16));
    Processor.check(file.getInt(36));
  }

  private static void checkKind(int type) throws MalformedElfException {
    switch (type) {
      case ET_EXEC -> {}
      case ET_REL ->
          throw new MalformedElfException("an object file; link it into a static executable");
      case ET_DYN ->
          throw new MalformedElfException(
              "a shared object or position-independent executable; link with -static -no-pie");
      default ->
          throw new MalformedElfException(
              "ELF type %d; an executable (type 2) is needed".formatted(type));
    }
  }

  private List<ProgramHeader> programHeaders() throws MalformedElfException {
    int count = unsignedShort(44);
    if (count == 0) {
      throw new MalformedElfException("the ELF has no program headers; a linked executable has");
    }
    if (count > MAX_PROGRAM_HEADERS || unsignedShort(42) != PROGRAM_HEADER_BYTES) {
      throw new MalformedElfException(
          "%d program headers of %d bytes; at most %d of %d bytes are accepted"
              .formatted(count, unsignedShort(42), MAX_PROGRAM_HEADERS, PROGRAM_HEADER_BYTES));
    }
    long start = unsigned(28);
    if (start + (long) count * PROGRAM_HEADER_BYTES > file.capacity()) {
      throw truncated("its program headers");
    }
    List<ProgramHeader> headers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      headers.add(ProgramHeader.at((int) start + i * PROGRAM_HEADER_BYTES, file));
    }
    return headers;
  }

  private Segment segment(ProgramHeader header) throws MalformedElfException {
    if (header.fileSize() > header.memorySize()) {
      throw new MalformedElfException(
          "the segment at 0x%08x has more bytes in the file (%d) than in memory (%d)"
              .formatted(header.address(), header.fileSize(), header.memorySize()));
    }
    // Where nothing is, nothing can be cut off: Linux does not look at the offset either.
    long offset = header.fileSize() == 0 ? 0 : header.offset();
    if (offset + header.fileSize() > file.capacity()) {
      throw truncated("the segment at 0x%08x".formatted(header.address()));
    }
    if (header.address() + header.memorySize() > MEMORY_BYTES) {
      throw new MalformedElfException(
          "the segment at 0x%08x ends at 0x%x; memory has 2^29 bytes (0x%x): link it lower"
              .formatted(header.address(), header.address() + header.memorySize(), MEMORY_BYTES));
    }
    boolean executable = (header.flags() & PF_X) != 0;
    if (executable && header.address() % 4 != 0) {
      throw new MalformedElfException(
          "the executable segment at 0x%08x does not begin at a multiple of 4"
              .formatted(header.address()));
    }
    return new Segment(
        (int) header.address(),
        (int) header.memorySize(),
        executable,
        (int) offset,
        file.slice((int) offset, (int) header.fileSize()).order(file.order()));
  }

  private static void checkApart(List<Segment> segments) throws MalformedElfException {
    for (int i = 1; i < segments.size(); i++) {
      if (segments.get(i).address() < segments.get(i - 1).end()) {
        throw new MalformedElfException(
            "the segments at 0x%08x and 0x%08x overlap"
                .formatted(segments.get(i - 1).address(), segments.get(i).address()));
      }
    }
  }

  private static void checkEntry(int entry, List<Segment> segments) throws MalformedElfException {
    boolean inText =
        segments.stream()
            .anyMatch(s -> s.executable() && entry >= s.address() && entry < s.contentEnd());
    if (!inText || entry % 4 != 0) {
      throw new MalformedElfException(
          "the entry point 0x%08x is not a word of an executable segment".formatted(entry));
    }
  }

  private void checkNeedsNoLibrary(ProgramHeader header) throws MalformedElfException {
    checkWhole(header, "its dynamic section");
    for (long at = header.offset(); at + 8 <= header.offset() + header.fileSize(); at += 8) {
      int tag = file.getInt((int) at);
      if (tag == DT_NEEDED) {
        throw dynamicallyLinked();
      }
      if (tag == DT_NULL) {
        return;
      }
    }
  }

  private void checkWhole(ProgramHeader header, String what) throws MalformedElfException {
    if (header.offset() + header.fileSize() > file.capacity()) {
      throw truncated(what);
    }
  }

  private static int stackSize(ProgramHeader header) throws MalformedElfException {
    if (header.memorySize() > MEMORY_BYTES) {
      throw new MalformedElfException(
          "the program asks for a stack of %d bytes; its whole memory has 2^29"
              .formatted(header.memorySize()));
    }
    return (int) header.memorySize();
  }

  /** It only says where jumps may lead: what cannot be read says nothing. */
  private OptionalInt globalPointer(ProgramHeader header) {
    long at = header.offset() + REGINFO_GP;
    boolean there = header.fileSize() >= REGINFO_GP + 4 && at + 4 <= file.capacity();
    int value = there ? file.getInt((int) at) : 0;
    return value == 0 ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private AbiFlags abiFlags(ProgramHeader header) throws MalformedElfException {
    if (header.fileSize() < AbiFlags.BYTES) {
      throw new MalformedElfException(
          "the ABI flags have %d bytes; they need %d".formatted(header.fileSize(), AbiFlags.BYTES));
    }
    checkWhole(header, "its ABI flags");
    return AbiFlags.at((int) header.offset(), file);
  }

  private OptionalInt addressOfProgramHeaders(List<Segment> segments) {
    int offset = file.getInt(28);
    int bytes = unsignedShort(44) * PROGRAM_HEADER_BYTES;
    for (Segment segment : segments) {
      int start = segment.fileOffset();
      if (offset >= start && offset + bytes <= start + segment.contentSize()) {
        return OptionalInt.of(segment.address() + offset - start);
      }
    }
    return OptionalInt.empty();
  }

  private static MalformedElfException dynamicallyLinked() {
    return new MalformedElfException(
        "a dynamically linked program; link it statically (gcc -static, CGO_ENABLED=0)");
  }

  private static MalformedElfException truncated(String what) {
    return new MalformedElfException(
        "the ELF is cut off: %s lies beyond the end of the file".formatted(what));
  }

  private int unsignedShort(int at) {
    return Short.toUnsignedInt(file.getShort(at));
  }

  private long unsigned(int at) {
    return Integer.toUnsignedLong(file.getInt(at));
  }
}
