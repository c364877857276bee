package dev.provelet.guest.layout;

import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.openvm.CodeSpace;

/** Where code lies that is not the program's own: the kernel, and what has no place in the text. */
public final class CodeLayout {
  private static final int PAGE = 0x1000;

  /** What that code may need, in bytes, for the preferred place to be taken. */
  private static final int ROOM = 4 << 20;

  private CodeLayout() {}

  /**
   * Code and data are different spaces, so that data may lie at the same addresses; but a program
   * that jumps into its data should find nothing there. So this is above all data known beforehand
   * and below the heap if it is within the engine's reach, and right behind the text otherwise.
   */
  public static int tailStart(ElfFile elf, MemoryLayout memory) {
    int textStart = elf.text().getFirst().start();
    int textEnd = elf.text().getLast().end();
    int aboveData = pageAfter(Math.max(textEnd, memory.heap()));
    long end = (long) aboveData + ROOM;
    return end <= CodeSpace.LIMIT && end - textStart <= CodeSpace.MAX_SPAN
        ? aboveData
        : pageAfter(textEnd);
  }

  /**
   * Where the heap begins: above that code, or what a program allocates would lie at addresses to
   * which it can jump.
   *
   * @param tailStart where the code begins
   * @param tailEnd where it ends
   */
  public static int heapStart(int tailStart, int tailEnd, MemoryLayout memory) {
    return tailStart < memory.heap() ? memory.heap() : pageAfter(tailEnd);
  }

  /** At least a word apart: running off the end of the text runs into nothing. */
  private static int pageAfter(int address) {
    return (address + PAGE) & -PAGE;
  }
}
