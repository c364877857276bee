package dev.provelet.guest.kernel.core;

import static dev.provelet.guest.machine.Registers.NANOSECONDS;
import static dev.provelet.guest.machine.Registers.SECONDS;
import static dev.provelet.guest.machine.Registers.T0;

import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** Times as the one clock has them: 32 bits of seconds, unsigned, and nanoseconds. */
public final class Clock {
  /** The clock starts with the year 2000. */
  public static final int START_SECONDS = 946_684_800;

  public static final int SECOND = 1_000_000_000;

  /** Seconds that the clock does not reach, as an unsigned number. */
  public static final int NEVER = -1;

  private Clock() {}

  /** Branches if a time is still to come. */
  public static void unlessPast(int seconds, int nanoseconds, Label toCome, Code code) {
    Label past = new Label();
    code.branch(Opcode.BLTU, seconds, SECONDS, past).branch(Opcode.BNE, seconds, SECONDS, toCome);
    code.branch(Opcode.BLTU, NANOSECONDS, nanoseconds, toCome).bind(past);
  }

  /** Ends the run if seconds are more than the clock reaches. Changes a scratch register. */
  public static void endIfNever(int seconds, int scratch, KernelCode kernel) {
    Code code = kernel.code().addImmediate(scratch, seconds, -NEVER);
    code.branchIfZero(scratch, kernel.end(Verdict.CLOCK_END));
  }

  /**
   * Adds a time to another one that is not 0; what the clock does not reach is never. Changes T0.
   */
  public static void plus(
      int seconds, int nanoseconds, int moreSeconds, int moreNanoseconds, Code code) {
    Label never = new Label();
    Label done = new Label();
    code.add(seconds, seconds, moreSeconds).branch(Opcode.BLTU, seconds, moreSeconds, never);
    code.add(nanoseconds, nanoseconds, moreNanoseconds).constant(T0, SECOND);
    code.branch(Opcode.BLTU, nanoseconds, T0, done).subtract(nanoseconds, nanoseconds, T0);
    code.addImmediate(seconds, seconds, 1).branchUnlessZero(seconds, done).bind(never);
    code.constant(seconds, NEVER).constant(nanoseconds, 0).bind(done);
  }

  /**
   * From a time to come to how long it is until then, which must be known. Changes a scratch
   * register.
   */
  public static void untilThen(int seconds, int nanoseconds, int scratch, KernelCode kernel) {
    Label enough = new Label();
    endIfNever(seconds, scratch, kernel);
    Code code = kernel.code().subtract(seconds, seconds, SECONDS);
    code.branch(Opcode.BGEU, nanoseconds, NANOSECONDS, enough).constant(scratch, SECOND);
    code.add(nanoseconds, nanoseconds, scratch).addImmediate(seconds, seconds, -1);
    code.bind(enough).subtract(nanoseconds, nanoseconds, NANOSECONDS);
  }
}
