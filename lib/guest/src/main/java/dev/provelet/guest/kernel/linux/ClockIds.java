package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;

import dev.provelet.guest.kernel.core.BitMask;
import dev.provelet.guest.kernel.core.Clock;
import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.KernelImage;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.kernel.core.Scheduler;
import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/**
 * Which clocks there are: REALTIME, MONOTONIC, PROCESS_CPUTIME_ID, THREAD_CPUTIME_ID,
 * MONOTONIC_RAW, REALTIME_COARSE, MONOTONIC_COARSE, BOOTTIME and TAI, and those of the time that
 * the process and its threads have used, by their ids. All tell one time, but what was used begins
 * with 0.
 */
final class ClockIds {
  private static final int PROCESS_TIME = 2;
  private static final int THREAD_TIME = 3;
  private static final int REALTIME_COARSE = 5;
  private static final int BOOT_TIME = 7;
  private static final int TAI = 11;
  private static final int KNOWN = 0xff | 1 << TAI;
  private static final int SLEEPABLE = 1 | 1 << 1 | 1 << BOOT_TIME | 1 << TAI;

  /** In the id of a thread's or process's clock. */
  private static final int KIND = 3;

  private static final int OF_THREAD = 4;

  private static final int COARSE_NANOSECONDS = 4_000_000;

  private ClockIds() {}

  /**
   * CHECK_CLOCK, by LINK1: fails the call unless there is the clock $a0; T2: the second that it
   * calls 0. Changes S0, T0, T1, T3.
   */
  static void define(KernelCode kernel) {
    Code code = kernel.begin(Routine.CHECK_CLOCK);
    Label invalid = kernel.failure(Errno.EINVAL);
    Label used = new Label();
    Label special = new Label();
    code.branch(Opcode.BLT, A0, 0, special);
    unlessIn(KNOWN, invalid, code);
    code.constant(T2, 0).addImmediate(T0, A0, -PROCESS_TIME);
    code.immediate(Opcode.SLTU, T0, T0, THREAD_TIME - PROCESS_TIME + 1);
    code.branchUnlessZero(T0, used).jumpTo(LINK1);
    code.bind(used).constant(T2, Clock.START_SECONDS).jumpTo(LINK1);

    // The bits above the kind are those of the id, inverted; 0 is the caller's own.
    Label thread = new Label();
    code.bind(special).immediate(Opcode.AND, T0, A0, KIND).addImmediate(T0, T0, -KIND);
    code.branchIfZero(T0, invalid).immediate(Opcode.SRA, T3, A0, 3);
    code.immediate(Opcode.XOR, T3, T3, -1).branchIfZero(T3, used);
    code.immediate(Opcode.AND, T0, A0, OF_THREAD).branchUnlessZero(T0, thread);
    code.addImmediate(T0, T3, -KernelImage.PROCESS_ID).branchIfZero(T0, used).jump(invalid);
    code.bind(thread);
    Label skip = new Label();
    Label next = Scheduler.scan(invalid, kernel);
    code.loadWord(T0, S0, ThreadBlock.STATE).branchIfZero(T0, skip);
    code.loadWord(T0, S0, ThreadBlock.ID).branch(Opcode.BEQ, T0, T3, used);
    Scheduler.scanOn(skip, next, code);
  }

  /** Fails the call unless somebody may sleep by the clock $a0. Changes what CHECK_CLOCK does. */
  static void checkSleep(KernelCode kernel) {
    Code code = kernel.code().call(LINK1, kernel.routine(Routine.CHECK_CLOCK));
    Label refused = kernel.failure(Errno.EOPNOTSUPP);
    code.branch(Opcode.BLT, A0, 0, refused);
    unlessIn(SLEEPABLE, refused, code);
  }

  /** T2: the nanoseconds between what the clock $a0, which there is, can tell apart. */
  static void resolution(KernelCode kernel) {
    Label fine = new Label();
    Code code = kernel.code().constant(T2, 1).addImmediate(T0, A0, -REALTIME_COARSE);
    code.immediate(Opcode.SLTU, T0, T0, 2).branchIfZero(T0, fine);
    code.constant(T2, COARSE_NANOSECONDS).bind(fine);
  }

  /** Branches unless $a0, which is not negative, is one of a set's numbers. Changes T0. */
  private static void unlessIn(int set, Label otherwise, Code code) {
    code.immediate(Opcode.SLTU, T0, A0, TAI + 1).branchIfZero(T0, otherwise);
    BitMask.has(set, A0, code).branchIfZero(T0, otherwise);
  }
}
