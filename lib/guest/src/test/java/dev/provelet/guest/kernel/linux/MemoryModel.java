package dev.provelet.guest.kernel.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.harness.GuestMemory;
import dev.provelet.guest.kernel.linux.MemoryPlaces.Range;
import dev.provelet.guest.layout.MemoryLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a program's memory must be: who has each page, and what is in it. */
final class MemoryModel {
  static final int PAGE = MemoryLayout.PAGE;

  /** Who has a page. */
  enum Page {
    /** Nobody may touch it by a call: the kernel's, the public input, or no memory at all. */
    OURS,
    /** No call of the test is about it: the program's stack and what it talks through. */
    APART,
    /** Nothing is mapped and nothing will be, unless at a fixed address. */
    HOLE,
    /** May be given to a mapping. */
    FREE,
    /** Mapped without access, to be read, to be written. */
    NONE,
    READ,
    WRITE;

    boolean mapped() {
      return this == NONE || this == READ || this == WRITE;
    }
  }

  private final MemoryLayout layout;
  private final Range file;
  private final Page[] pages;
  private final Map<Integer, byte[]> content = new HashMap<>();
  private int breakStart;
  private int breakAt;
  private int breakHighest;
  private Range touched = new Range(0, 0);

  /**
   * @param file what the ELF gives, in whole pages
   */
  MemoryModel(MemoryLayout layout, Range file) {
    this.layout = layout;
    this.file = file;
    this.pages = new Page[layout.end() / PAGE];
    Arrays.fill(pages, Page.HOLE);
    set(0, layout.base(), Page.OURS);
    set(layout.kernel() - (layout.hasRedZone() ? PAGE : 0), layout.kernelEnd(), Page.OURS);
  }

  /** A size in whole pages. */
  static int rounded(int size) {
    return (size + PAGE - 1) & -PAGE;
  }

  /** The break begins where mappings may be, and there is nothing yet. */
  void beginBreak(int at) {
    set(at, layout.heapEnd(), Page.FREE);
    breakStart = at;
    breakAt = at;
    breakHighest = at;
  }

  void moveBreak(int at) {
    breakAt = at;
    breakHighest = Math.max(breakHighest, at);
  }

  int breakStart() {
    return breakStart;
  }

  int breakAt() {
    return breakAt;
  }

  /** The end of the break's last page. */
  int breakEnd() {
    return rounded(breakAt);
  }

  /** The end of the highest page that the break ever had. */
  int breakHighest() {
    return rounded(breakHighest);
  }

  /** A call has just been about this range. */
  void touch(Range range) {
    touched = range;
  }

  /** Compares what the last call was about, and what is next to it. */
  void compareTouched(GuestMemory memory) {
    compare(touched.from() - 2 * PAGE, touched.to() + 2 * PAGE, memory);
    touched = new Range(0, 0);
  }

  Range file() {
    return file;
  }

  MemoryLayout layout() {
    return layout;
  }

  /** The page at an address, wherever that is. */
  Page at(int address) {
    int page = address >>> 12;
    return page < pages.length ? pages[page] : Page.OURS;
  }

  /** Says who has the pages from an address to another; what was in them is forgotten. */
  void set(int from, int to, Page page) {
    for (int i = from >>> 12; i < (to + PAGE - 1) >>> 12; i++) {
      pages[i] = page;
      content.remove(i);
    }
  }

  /** The same for those that are mapped, but what is in them stays. */
  void protect(int from, int to, Page page) {
    for (int i = from >>> 12; i < (to + PAGE - 1) >>> 12; i++) {
      if (pages[i].mapped()) {
        pages[i] = page;
      }
    }
  }

  boolean all(int from, long size, Predicate<Page> condition) {
    for (long at = Integer.toUnsignedLong(from) & -PAGE;
        at < (from & 0xffffffffL) + size;
        at += PAGE) {
      if (!condition.test(at >= layout.end() ? Page.OURS : at((int) at))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a call may be about these bytes. */
  boolean accessible(int from, long size) {
    return size == 0 || all(from, size, page -> page != Page.OURS);
  }

  byte load(int address) {
    byte[] bytes = content.get(address >>> 12);
    return bytes == null ? 0 : bytes[address & (PAGE - 1)];
  }

  void store(int address, byte value) {
    content.computeIfAbsent(address >>> 12, _ -> new byte[PAGE])[address & (PAGE - 1)] = value;
  }

  byte[] take(int from, int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = load(from + i);
    }
    return bytes;
  }

  void put(int to, byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      store(to + i, bytes[i]);
    }
  }

  /** From an address to another all is zero now, whoever has it. */
  void clear(int from, int to) {
    for (int page = from >>> 12; page < to >>> 12; page++) {
      content.remove(page);
    }
  }

  /** The end of the highest page that a mapping has. */
  int highest() {
    for (int page = pages.length - 1; page >= 0; page--) {
      if (pages[page].mapped()) {
        return (page + 1) * PAGE;
      }
    }
    return 0;
  }

  /** Compares the mapped pages from an address to another with what must be in them. */
  void compare(int from, int to, GuestMemory memory) {
    for (int page = Math.max(from, 0) >>> 12;
        page < Math.min((to + PAGE - 1) >>> 12, pages.length);
        page++) {
      if (pages[page].mapped()) {
        compare(page, content.get(page), memory);
      }
    }
  }

  private static void compare(int page, byte @Nullable [] expected, GuestMemory memory) {
    for (int at = 0; at < PAGE; at++) {
      byte is = memory.load(page * PAGE + at);
      if (is != (expected == null ? 0 : expected[at])) {
        assertThat(is)
            .as("what is at 0x%x", page * PAGE + at)
            .isEqualTo(expected == null ? 0 : expected[at]);
      }
    }
  }
}
