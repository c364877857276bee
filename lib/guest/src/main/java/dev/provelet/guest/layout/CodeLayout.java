package dev.provelet.guest.layout;

import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.openvm.CodeSpace;

/** Where the tail lies: the kernel and all other code that is not in place. */
public final class CodeLayout {
  private static final int PAGE = 0x1000;

  /** The room that the tail must have above the data, in bytes, to be put there. */
  private static final int ROOM = 4 << 20;

  private CodeLayout() {}

  /**
   * Where the tail begins. Code and data have separate address spaces, so data could lie at the
   * same addresses; but a program that jumps into its data should find no code there. So the tail
   * is above all data known beforehand and below the heap if that is within the engine's reach,
   * else right after the text.
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
   * Where the heap begins: above the tail, so that no memory that a program allocates lies at an
   * address with code.
   *
   * @param tailStart where the code begins
   * @param tailEnd where it ends
   */
  public static int heapStart(int tailStart, int tailEnd, MemoryLayout memory) {
    return tailStart < memory.heap() ? memory.heap() : pageAfter(tailEnd);
  }

  /**
   * The next page that is at least a word away, so that running off the text's end finds no code.
   */
  private static int pageAfter(int address) {
    return (address + PAGE) & -PAGE;
  }
}
