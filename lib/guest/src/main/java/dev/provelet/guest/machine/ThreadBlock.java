package dev.provelet.guest.machine;

/** Offsets in the block of memory that each thread has. The floating-point registers live in it. */
public final class ThreadBlock {
  private ThreadBlock() {}

  /** Where the thread goes on; general register i is at 4 * i. */
  public static final int RESUME = 0;

  public static final int HI = 128;
  public static final int LO = 132;
  public static final int THREAD_POINTER = 136;

  /** One of the STATE_ constants. */
  public static final int STATE = 140;

  /** Address of the futex waited on. */
  public static final int FUTEX = 144;

  /** Which wakers count: the futex's bitset. */
  public static final int FUTEX_BITS = 148;

  /** Where a call returns to that is tried again. */
  public static final int CALLER = 144;

  /** How many bytes a write has written that waits or takes a signal. */
  public static final int WRITTEN = 148;

  /** 1 if the wait ends at the deadline. */
  public static final int TIMED = 152;

  public static final int DEADLINE_SECONDS = 156;
  public static final int DEADLINE_NANOSECONDS = 160;

  public static final int ID = 164;

  /** Address to clear and wake when the thread ends, or 0. */
  public static final int CLEAR_ON_EXIT = 168;

  /** A number greater than those of threads that began to wait at a futex earlier. */
  public static final int FUTEX_TURN = 172;

  /** {@link Registers#CONDITION}. */
  public static final int CONDITION = 176;

  /**
   * The floating-point control register in parts, each where it has its bits: rounding mode,
   * enabled exceptions and flushing; flags; the last operation's exceptions, as flags; the
   * conditions after the first.
   */
  public static final int FLOAT_MODE = 180;

  public static final int FLOAT_FLAGS = 184;
  public static final int FLOAT_CAUSE = 188;
  public static final int FLOAT_CONDITIONS = 192;

  /** The cause of the first of two operations that are one instruction. */
  public static final int FLOAT_FIRST_CAUSE = 196;

  /** 32 of them, 8 bytes each. */
  public static final int FLOAT_REGISTERS = 200;

  /** Which signals are blocked: a bit each, from signal 1 on. */
  public static final int MASK = 456;

  /** From the floating-point control register up to here, a new thread has what its maker has. */
  public static final int INHERITED_END = 472;

  /**
   * The mask that comes back when a call ends that has one of its own, and whether there is one.
   */
  public static final int KEPT_MASK = 472;

  public static final int MASK_KEPT = 488;

  /** While 1, the thread waits for signals, all but those in the place of the kept mask. */
  public static final int AWAITING = 492;

  /** 1 if there may be a signal that the thread must take. */
  public static final int SIGNALLED = 496;

  /** Where a call returns to whose return leads past the signals first, else 0. */
  public static final int RETURN = 500;

  /** 1 if a signal has ended the call's wait. */
  public static final int INTERRUPTED = 504;

  /** $v0 and $a3 as the call that waits was given them. */
  public static final int CALL = 508;

  public static final int FOURTH_ARGUMENT = 512;

  /** The stack for handlers: its lowest address, its size or 0, its flags. */
  public static final int SIGNAL_STACK = 516;

  public static final int SIGNAL_STACK_SIZE = 520;
  public static final int SIGNAL_STACK_FLAGS = 524;

  /**
   * The inode of the pipe to which a write goes that waits. A thread waits for one thing at a time.
   */
  public static final int PIPE_NODE = 528;

  /** What an eventfd is to get that has no room for it yet: the lower word, the upper one. */
  public static final int EVENT_LOW = 528;

  public static final int EVENT_HIGH = 532;

  /** When a wait began that ends at the deadline. */
  public static final int START_SECONDS = 528;

  public static final int START_NANOSECONDS = 532;

  public static final int SIZE = 536;

  public static final int STATE_FREE = 0;
  public static final int STATE_READY = 1;
  public static final int STATE_FUTEX = 2;
  public static final int STATE_SLEEP = 3;

  /** Tries its call again when something can be read, or written, that could not be before. */
  public static final int STATE_AGAIN = 5;

  /** Waits for nothing but a signal. */
  public static final int STATE_PAUSE = 6;
}
