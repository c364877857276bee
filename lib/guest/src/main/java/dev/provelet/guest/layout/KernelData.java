package dev.provelet.guest.layout;

import dev.provelet.guest.lower.LeadingZeros;
import dev.provelet.guest.machine.ThreadBlock;

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

  /** The public input not yet read: from, to; before it is there, where it may lie. */
  public static final int PUBLIC_NEXT = 0x108;

  public static final int PUBLIC_END = 0x10c;

  /** The break: its start, where it is, and the highest it ever was, in whole pages. */
  public static final int BREAK_START = 0x110;

  public static final int BREAK = 0x114;
  public static final int BREAK_HIGHEST = 0x118;

  /** Mappings: their start, 0 before the first, and their end. */
  public static final int MAP_START = 0x11c;

  public static final int MAP_END = 0x120;

  /** How many bytes of the table of gaps are in use. */
  public static final int GAPS_USED = 0x124;

  /** How many bytes of the table of guards are in use. */
  public static final int GUARDS_USED = 0x128;

  public static final int RANDOM = 0x12c;

  /** The end of the blocks of threads that were ever used. */
  public static final int THREADS_END = 0x130;

  public static final int NEXT_THREAD_ID = 0x134;
  public static final int LIVE_THREADS = 0x138;

  /** How many bytes of the table of watches are in use, and how many ever became due. */
  public static final int WATCHES_USED = 0x13c;

  public static final int WATCHES_DUE = 0x140;

  /** The number by which the next pipe that is made is told from all others. */
  public static final int NEXT_NODE = 0x144;

  /** The last mapping that was made without access, as long as all of it is: start and end. */
  public static final int RESERVED_START = 0x148;

  public static final int RESERVED_END = 0x14c;

  /** Where the buffers of all pipes begin, -1 before there was any. */
  public static final int PIPE_BUFFERS = 0x150;

  /** Of one pipe. */
  public static final int PIPE_BUFFER = 1 << 16;

  /** The pages in which the public input lies, which are the kernel's own, too. */
  public static final int PUBLIC_START = 0x154;

  public static final int PUBLIC_LIMIT = 0x158;

  /** What umask was given last. */
  public static final int FILE_MASK = 0x15c;

  /** What is on its way from or to where it may be unaligned. */
  public static final int SCRATCH = 0x160;

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

  /** The descriptor to which public values went, 0 before any did. */
  public static final int VALUES_DESCRIPTOR = 0x364;

  /** Between these lies all that was mapped to be shared; 0 if nothing is. */
  public static final int SHARED_START = 0x368;

  public static final int SHARED_END = 0x36c;

  /** How often threads began to wait at a futex. */
  public static final int FUTEX_TURNS = 0x370;

  /** Ziren's public values, a SHA-256 under way. */
  public static final int VALUES_HASH = 0x380;

  /** Constants, variables and stack of the floating-point routines, which are linked for here. */
  public static final int FLOAT_ROUTINES = 0x400;

  public static final int FLOAT_ROUTINES_SIZE = 0x200;

  /**
   * A byte for each 64 KiB of memory: how many of its pages from the first on may have been written
   * because a mapping was writable.
   */
  public static final int USED = LeadingZeros.OFFSET + LeadingZeros.BYTES;

  public static final int USED_SHIFT = 16;
  public static final int PAGE_SHIFT = 12;
  public static final int USED_PAGES = 1 << (USED_SHIFT - PAGE_SHIFT);

  /** Memory ends a little above 2^29, see {@link MemoryLayout#end}. */
  public static final int USED_BYTES = (MemoryLayout.MEMORY_BYTES >> USED_SHIFT) + 4;

  /** The paths of descriptors 0 to 3. */
  public static final int PATHS = USED + USED_BYTES;

  public static final int PATH_BYTES = 16;

  /** Gaps between mappings that others may take: start and end of each. */
  public static final int GAPS = PATHS + 4 * PATH_BYTES;

  public static final int MAX_GAPS = 32;

  /** What each descriptor stands for, a byte: the number of a file. */
  public static final int DESCRIPTORS = GAPS + 8 * MAX_GAPS;

  public static final int MAX_DESCRIPTORS = 128;

  /** For each file a word: how many descriptors stand for it, and O_NONBLOCK or 0. */
  public static final int USES = DESCRIPTORS + MAX_DESCRIPTORS;

  public static final int FIRST_PIPE = 8;
  public static final int MAX_PIPES = 16;
  public static final int PIPE_BUFFER_BYTES = MAX_PIPES * PIPE_BUFFER;
  public static final int FIRST_EVENT = FIRST_PIPE + 2 * MAX_PIPES;
  public static final int MAX_EVENTS = 16;
  public static final int FIRST_POLL = FIRST_EVENT + MAX_EVENTS;
  public static final int MAX_POLLS = 8;
  public static final int FLAGS = USES + 4 * (FIRST_POLL + MAX_POLLS);

  /** For each descriptor a byte: 1 if it would be closed when something is executed. */
  public static final int CLOSE_ON_EXECUTE = FLAGS + 4 * (FIRST_POLL + MAX_POLLS);

  /**
   * For each descriptor two bytes: which open of a path it is from, 0 if from none, and then the
   * flags that this has instead of its file's.
   */
  public static final int OPENED = CLOSE_ON_EXECUTE + MAX_DESCRIPTORS;

  public static final int OPENED_FLAGS = OPENED + MAX_DESCRIPTORS;

  /** For each eventfd four words, see {@link Event}. */
  public static final int EVENTS = OPENED_FLAGS + MAX_DESCRIPTORS;

  /** Offsets in an eventfd. */
  public static final class Event {
    private Event() {}

    /** The count. */
    public static final int LOW = 0;

    public static final int HIGH = 4;

    /** 1 if a read takes one, 0 if it takes all. */
    public static final int SEMAPHORE = 8;

    public static final int SIZE = 16;
  }

  /** What epolls watch, see {@link Watch}. */
  public static final int WATCHES = EVENTS + Event.SIZE * MAX_EVENTS;

  public static final int MAX_WATCHES = 64;

  /** Offsets in a watch. */
  public static final class Watch {
    private Watch() {}

    /** The epoll's file, 0 if the entry is free, and the file watched. */
    public static final int POLL = 0;

    public static final int FILE = 4;
    public static final int DESCRIPTOR = 8;

    /** Which events, and how they are told. */
    public static final int EVENTS = 12;

    public static final int DATA = 16;

    /** A number greater than those of watches that became due earlier, 0 if it is not. */
    public static final int DUE = 24;

    public static final int SIZE = 28;
  }

  /** For each pipe four words, see {@link Pipe}. */
  public static final int PIPES = WATCHES + Watch.SIZE * MAX_WATCHES;

  /** Offsets in what is known of a pipe. */
  public static final class Pipe {
    private Pipe() {}

    /** Where the first byte lies that was not read, and where the next one written goes. */
    public static final int FROM = 0;

    public static final int TO = 4;

    /** Where its memory begins, 0 before it has any. */
    public static final int BUFFER = 8;

    /** Its inode: no other pipe ever had it. */
    public static final int NODE = 12;

    public static final int SIZE = 16;
  }

  /** For each signal, from 1, what was given to rt_sigaction last. */
  public static final int ACTIONS = PIPES + Pipe.SIZE * MAX_PIPES;

  public static final int ACTION_BYTES = 24;
  public static final int MAX_SIGNAL = 128;

  /** Pages that may not be accessed and must be zero, see Guards of the kernel: their addresses. */
  public static final int GUARDS = ACTIONS + ACTION_BYTES * MAX_SIGNAL;

  public static final int MAX_GUARDS = 128;

  /**
   * Signals that were sent and not yet taken, in the order in which they were: see {@link Queued}.
   * How many bytes of the table are in use, and the one that is being sent or was just taken.
   */
  public static final int SIGNALS_USED = GUARDS + 4 * MAX_GUARDS;

  public static final int SIGNAL = SIGNALS_USED + 4;
  public static final int SIGNALS = SIGNAL + 4 * Queued.INFORMATION_WORDS;

  /** How many may be sent; each timer's has a place besides. */
  public static final int MAX_SIGNALS = 64;

  public static final int MAX_TIMERS = 32;

  /** Offsets in a signal that was sent. */
  public static final class Queued {
    private Queued() {}

    /** The block of the thread that it is for, or 0 for any. */
    public static final int OWNER = 0;

    /** What siginfo begins with: the number, the code, an error, five words that the code needs. */
    public static final int INFORMATION = 4;

    public static final int INFORMATION_WORDS = 8;

    public static final int SIZE = INFORMATION + 4 * INFORMATION_WORDS;
  }

  /** When the first timer expires that sends a signal; no seconds if none does. */
  public static final int EXPIRY_SECONDS = SIGNALS + Queued.SIZE * (MAX_SIGNALS + 1 + MAX_TIMERS);

  public static final int EXPIRY_NANOSECONDS = EXPIRY_SECONDS + 4;

  /** setitimer's, and those of timer_create by their numbers: see {@link Timer}. */
  public static final int TIMERS = EXPIRY_NANOSECONDS + 4;

  public static final int TIMERS_END = TIMERS + Timer.SIZE * (1 + MAX_TIMERS);

  /** Offsets in a timer. */
  public static final class Timer {
    private Timer() {}

    /** When it expires next; no seconds if it does not. */
    public static final int SECONDS = 0;

    public static final int NANOSECONDS = 4;

    /** After which time again and again, or 0. */
    public static final int INTERVAL_SECONDS = 8;

    public static final int INTERVAL_NANOSECONDS = 12;

    /** One more than its number if timer_create made it, else 0. */
    public static final int MADE = 16;

    /** What its signal is told: sigev_notify, sigev_signo, sigev_value, a thread. */
    public static final int NOTIFY = 20;

    public static final int SIGNAL = 24;
    public static final int VALUE = 28;
    public static final int TARGET = 32;

    /** How often it expired in vain before its signal that was taken last. */
    public static final int OVERRUN = 36;

    public static final int SIZE = 40;
  }

  public static final int THREADS = TIMERS_END;
  public static final int MAX_THREADS = 64;
  public static final int SIZE = THREADS + MAX_THREADS * ThreadBlock.SIZE;

  /** What Ziren's precompiles have behind everything else, in programs that may call any. */
  public static final int PRECOMPILE_BYTES = 0xc00;
}
