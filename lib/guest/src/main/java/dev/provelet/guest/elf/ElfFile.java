package dev.provelet.guest.elf;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * An ELF that can be run: ELF32, MIPS o32, linked statically.
 *
 * @param byteOrder of its words, in the file and in memory
 * @param entry address of the first instruction, in executable content
 * @param segments in ascending order, apart from one another, below 2^29
 * @param text where instructions are, in ascending order; the entry is among them
 */
public record ElfFile(
    ByteOrder byteOrder,
    int entry,
    List<Segment> segments,
    List<TextRange> text,
    Headers headers,
    SymbolTable symbols) {

  /**
   * What the program headers say beside what segments there are.
   *
   * @param address theirs in memory, if a segment holds them
   * @param count how many they are
   * @param stackSize that the program asks for, in bytes; 0 if it does not
   * @param globalPointer what $gp is in all of the program, if the headers say so
   * @param wideFloats whether each floating-point register has 64 bits, as Linux chooses by the ABI
   */
  public record Headers(
      OptionalInt address,
      int count,
      int stackSize,
      OptionalInt globalPointer,
      boolean wideFloats) {}

  public ElfFile {
    segments = List.copyOf(segments);
    text = List.copyOf(text);
  }

  /** The address after the last segment's last byte. */
  public int end() {
    return segments.getLast().end();
  }

  /** The address of the first segment's first byte. */
  public int start() {
    return segments.getFirst().address();
  }

  /** The address of the first byte that the file gives, 0 if it gives none. */
  public int contentStart() {
    return given().mapToInt(Segment::address).min().orElse(0);
  }

  /** The address after the last byte that the file gives, 0 if it gives none. */
  public int contentEnd() {
    return given().mapToInt(segment -> segment.address() + segment.contentSize()).max().orElse(0);
  }

  private Stream<Segment> given() {
    return segments.stream().filter(segment -> segment.contentSize() > 0);
  }

  /** Whether an instruction may be at an address. */
  public boolean isText(int address) {
    if (address % 4 != 0) {
      return false;
    }
    int at = firstEndingAfter(address, text, TextRange::end);
    return at < text.size() && text.get(at).holds(address);
  }

  /** The first of things in ascending order that ends after an address, or how many there are. */
  private static <T> int firstEndingAfter(int address, List<T> things, ToIntFunction<T> end) {
    int low = 0;
    int high = things.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (end.applyAsInt(things.get(middle)) <= address) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The word at an address in the text.
   *
   * @throws IllegalArgumentException if it is not there
   */
  public int word(int address) {
    int at = firstEndingAfter(address, segments, Segment::end);
    if (at < segments.size()) {
      Segment segment = segments.get(at);
      if (address >= segment.address() && address < segment.contentEnd()) {
        return segment.word(address);
      }
    }
    throw new IllegalArgumentException("no word at " + address);
  }

  /** The word at an address when the program begins, if a segment has a whole one there. */
  public OptionalInt initially(int address) {
    int at = firstEndingAfter(address, segments, Segment::end);
    if (at == segments.size() || address < segments.get(at).address()) {
      return OptionalInt.empty();
    }
    Segment segment = segments.get(at);
    if (address < segment.contentEnd() - 3) {
      return OptionalInt.of(segment.word(address));
    }
    boolean zero = address >= segment.address() + segment.contentSize();
    return zero && address <= segment.end() - 4 ? OptionalInt.of(0) : OptionalInt.empty();
  }

  /** The same program with other words at some addresses of its text. */
  public ElfFile with(Map<Integer, Integer> words) {
    List<Segment> changed =
        segments.stream()
            .map(
                segment -> {
                  Map<Integer, Integer> here = new TreeMap<>(words);
                  here.keySet()
                      .removeIf(at -> at < segment.address() || at >= segment.contentEnd());
                  return here.isEmpty() ? segment : segment.with(here);
                })
            .toList();
    return new ElfFile(byteOrder, entry, changed, text, headers, symbols);
  }
}
