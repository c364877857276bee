package dev.provelet.guest.layout;

import dev.provelet.guest.lower.ThreadBlock;

/**
 * Offsets in the kernel's data. All of it, up to the blocks of threads, is within reach of a 16-bit
 * offset from its start.
 */
public final class KernelData {
  private KernelData() {}

  /** A SHA-256 under way, see {@link Hash}: of the output, and of the public input. */
  public static final int OUTPUT_HASH = 0x000;

  public static final int PUBLIC_HASH = 0x080;

  /** Offsets in a SHA-256 under way. */
  public static final class Hash {
    private Hash() {}

    /** Eight words in host order. */
    public static final int STATE = 0;

    /** The block being filled, and how many bytes it has. */
    public static final int BLOCK = 32;

    public static final int FILLED = 96;

    /** Bytes taken, two words, the lower first. */
    public static final int LENGTH = 100;
  }

  /** A word taken from stdin of which bytes are left, and how many. */
  public static final int RESIDUE = 0x100;

  public static final int RESIDUE_BYTES = 0x104;

  /** The public input not yet read: from, to. */
  public static final int PUBLIC_NEXT = 0x108;

  public static final int PUBLIC_END = 0x10c;

  /** The break: its start, where it is, and the highest it ever was. */
  public static final int BREAK_START = 0x110;

  public static final int BREAK = 0x114;
  public static final int BREAK_HIGHEST = 0x118;

  /** Mappings: their start, 0 before the first, and their end. */
  public static final int MAP_START = 0x11c;

  public static final int MAP_END = 0x120;

  /** How many bytes of the table of gaps are in use. */
  public static final int GAPS_USED = 0x124;

  /** The end of all memory that a mapping ever made writable: above it, all is as it was. */
  public static final int WRITABLE_END = 0x128;

  public static final int RANDOM = 0x12c;

  /** The end of the blocks of threads that were ever used. */
  public static final int THREADS_END = 0x130;

  public static final int NEXT_THREAD_ID = 0x134;
  public static final int LIVE_THREADS = 0x138;

  /** The event descriptor: its count, and what its watcher wants to be told. */
  public static final int EVENT_COUNT = 0x13c;

  public static final int EVENT_DATA = 0x140;

  /** What uname says. */
  public static final int SYSTEM_NAME = 0x180;

  public static final int SYSTEM_NAME_FIELD = 65;

  /** Ziren's COMMIT and COMMIT_DEFERRED_PROOFS: eight words each, and whether the first came. */
  public static final int COMMITTED = 0x308;

  public static final int DEFERRED = 0x328;
  public static final int COMMIT_GIVEN = 0x348;

  /** Ziren's inputs: whether their number was read, how many are left, the next one's length. */
  public static final int HINTS_COUNTED = 0x34c;

  public static final int HINTS_LEFT = 0x350;
  public static final int HINT_KNOWN = 0x354;
  public static final int HINT_LENGTH = 0x358;

  /** Eight bytes of stdin: a number or a length. */
  public static final int HINT_NUMBER = 0x35c;

  /** Ziren's public values, a SHA-256 under way. */
  public static final int VALUES_HASH = 0x380;

  /** Constants, variables and stack of the floating-point routines, which are linked for here. */
  public static final int FLOAT_ROUTINES = 0x400;

  public static final int FLOAT_ROUTINES_SIZE = 0x200;

  /** A byte for each 64 KiB of memory: whether a mapping there was ever writable. */
  public static final int USED = FLOAT_ROUTINES + FLOAT_ROUTINES_SIZE;

  public static final int USED_SHIFT = 16;
  public static final int USED_BYTES = 1 << (29 - USED_SHIFT);

  /** The paths of descriptors 0 to 3. */
  public static final int PATHS = USED + USED_BYTES;

  public static final int PATH_BYTES = 16;

  /** Gaps between mappings that others may take: start and end of each. */
  public static final int GAPS = PATHS + 4 * PATH_BYTES;

  public static final int MAX_GAPS = 32;

  public static final int THREADS = GAPS + 8 * MAX_GAPS;
  public static final int MAX_THREADS = 64;
  public static final int SIZE = THREADS + MAX_THREADS * ThreadBlock.SIZE;

  /** What Ziren's precompiles have behind everything else, in programs that may call any. */
  public static final int PRECOMPILE_BYTES = 0xc00;
}
