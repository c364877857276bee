package dev.provelet.guest;

import org.jspecify.annotations.Nullable;

/** How a run ended, in the guest's terms. */
public sealed interface GuestExit {

  /** Whether the run can be proved: the program exited with status 0. */
  default boolean success() {
    return false;
  }

  /** One sentence for the user. */
  String describe();

  /**
   * The program ended itself.
   *
   * @param status 0 is success
   * @param output the descriptor whose bytes are the output that is proved
   */
  record Exited(int status, int output) implements GuestExit {
    /** Where a Linux program's output goes. */
    public static final int STDOUT = 1;

    /** Where a Ziren guest's public values go. */
    public static final int PUBLIC_VALUES = 13;

    /** An end whose output is what went to descriptor 1. */
    public Exited(int status) {
      this(status, STDOUT);
    }

    @Override
    public boolean success() {
      return status == 0;
    }

    @Override
    public String describe() {
      return "The program exited with status " + status + ".";
    }
  }

  /**
   * The program did something that stops it, such as executing an unknown instruction.
   *
   * @param address of the MIPS instruction
   * @param symbol the function it lies in and the distance from its start, if the ELF says so
   * @param instruction the instruction in words, if there is one
   * @param reason without a full stop
   */
  record Trapped(long address, @Nullable String symbol, @Nullable String instruction, String reason)
      implements GuestExit {
    @Override
    public String describe() {
      String where = symbol == null ? "" : " in " + symbol;
      String what = instruction == null ? "" : " (" + instruction + ")";
      return "The program stopped at 0x%08x%s%s: %s.".formatted(address, where, what, reason);
    }
  }

  /**
   * Every thread waits for another.
   *
   * @param threads how many there were
   */
  record Deadlocked(int threads) implements GuestExit {
    @Override
    public String describe() {
      return threads == 1
          ? "The program deadlocked: its only thread waits and nothing can wake it."
          : "The program deadlocked: all its %d threads wait and nothing can wake them."
              .formatted(threads);
    }
  }

  /**
   * The program ran longer than it was allowed to.
   *
   * @param instructions executed
   */
  record LimitReached(long instructions) implements GuestExit {
    @Override
    public String describe() {
      return "The program was stopped at its limit, after %d instructions.".formatted(instructions);
    }
  }

  /** The program wrote more than it was allowed to. */
  record OutputLimitReached() implements GuestExit {
    @Override
    public String describe() {
      return "The program was stopped because it wrote more output than allowed.";
    }
  }

  /** The public input leaves no room for the program in its 2^29 bytes of memory. */
  record OutOfMemory() implements GuestExit {
    @Override
    public String describe() {
      return "The public input does not fit in the program's memory of 512 MiB.";
    }
  }
}
