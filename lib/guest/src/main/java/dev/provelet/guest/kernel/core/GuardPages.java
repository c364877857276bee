package dev.provelet.guest.kernel.core;

import static dev.provelet.guest.machine.Registers.DETAIL;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.SP;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;
import static dev.provelet.guest.machine.Registers.T4;
import static dev.provelet.guest.machine.Registers.T5;

import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.MemoryLayout;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/**
 * Pages that may not be accessed: below the first stack, and those that the program protects, of
 * which each stack has one. Nothing keeps a store from them, but they were zero when they were
 * protected, and a run of which one is not zero any more at the end, or when it is given up, has no
 * proof.
 */
public final class GuardPages {
  private static final int PAGE = MemoryLayout.PAGE;
  private static final int AT_ONCE = 64;
  private static final KernelTable TABLE =
      new KernelTable(KernelData.GUARDS, KernelData.GUARDS_USED, 4);

  /** What a stray write along memory cannot leave out of the zone before the kernel's data. */
  private static final int RED_ZONE_CHECKED = 256;

  private GuardPages() {}

  static void define(KernelCode kernel) {
    remember(kernel);
    check(kernel);
  }

  /**
   * GUARD_REMEMBER, by LINK1: the page R0 may not be accessed from now on. One with something in it
   * is let be. Fails the call if there is no room for more. Changes T0 to T5.
   */
  private static void remember(KernelCode kernel) {
    Code code = kernel.begin(Routine.GUARD_REMEMBER);
    Label done = new Label();
    Label append = new Label();
    Label next = TABLE.scan(T4, T5, append, kernel);
    code.loadWord(T0, T4, 0).branch(Opcode.BEQ, T0, R0, done);
    TABLE.scanOn(T4, next, code);
    code.bind(append);
    combine(R0, PAGE, code);
    kernel.load(T1, KernelData.GUARDS_USED);
    code.branchUnlessZero(T0, done).immediate(Opcode.SLTU, T0, T1, 4 * KernelData.MAX_GUARDS);
    code.branchIfZero(T0, kernel.failure(Errno.ENOMEM)).storeWord(R0, T4, 0);
    code.addImmediate(T1, T1, 4);
    kernel.store(T1, KernelData.GUARDS_USED);
    code.bind(done).jumpTo(LINK1);
  }

  /**
   * GUARD_CHECK, by LINK1: ends the run if one of the pages from R0 to R1 was written. Forgets them
   * if R2 is not zero. Changes S0, T0 to T5.
   */
  private static void check(KernelCode kernel) {
    Code code = kernel.begin(Routine.GUARD_CHECK);
    Label done = new Label();
    Label skip = new Label();
    Label next = TABLE.scan(T4, T5, done, kernel);
    code.loadWord(S0, T4, 0).branch(Opcode.BLTU, S0, R0, skip);
    code.branch(Opcode.BGEU, S0, R1, skip);
    endIfWritten(S0, PAGE, kernel);
    code.branchIfZero(R2, skip);
    // The last one takes its place.
    kernel.load(T1, KernelData.GUARDS_USED).addImmediate(T1, T1, -4);
    kernel.store(T1, KernelData.GUARDS_USED).loadWord(T0, T5, -4).storeWord(T0, T4, 0).jump(next);
    TABLE.scanOn(T4, skip, next, code);
    code.bind(done).jumpTo(LINK1);
  }

  /** Forgets those from R0 to R1, none of which may have been written. Changes R2, S0, T0 to T5. */
  public static void release(KernelCode kernel) {
    kernel.code().constant(R2, 1).call(LINK1, kernel.routine(Routine.GUARD_CHECK));
  }

  /** Branches if R0 is the highest one below the stack pointer. Changes T0, T1, T4, T5. */
  public static void ifStackEndsAt(Label found, KernelCode kernel) {
    Code code = kernel.code().constant(T1, 0);
    Label scanned = new Label();
    Label skip = new Label();
    Label next = TABLE.scan(T4, T5, scanned, kernel);
    code.loadWord(T0, T4, 0).branch(Opcode.BGEU, T0, SP, skip);
    code.branch(Opcode.BLTU, T0, T1, skip).move(T1, T0);
    TABLE.scanOn(T4, skip, next, code);
    code.bind(scanned).branch(Opcode.BEQ, T1, R0, found);
  }

  /**
   * Ends the run if anything was written that may not be accessed. Changes R0 to R2, S0, T0 to T5.
   */
  public static void checkAll(KernelCode kernel) {
    Code code = kernel.code();
    MemoryLayout layout = kernel.layout();
    if (layout.hasRedZone()) {
      code.constant(S0, layout.redZone());
      endIfWritten(S0, RED_ZONE_CHECKED, kernel);
    }
    switch (layout.stack().end()) {
      case GUARD -> {
        code.constant(S0, layout.stack().guard());
        endIfWritten(S0, PAGE, kernel);
      }
      case BASE, UNKNOWN -> {}
    }
    code.constant(R0, 0).constant(R1, -1).constant(R2, 0);
    code.call(LINK1, kernel.routine(Routine.GUARD_CHECK));
  }

  private static void endIfWritten(int page, int bytes, KernelCode kernel) {
    Code code = kernel.code();
    Label clean = new Label();
    combine(page, bytes, code);
    code.branchIfZero(T0, clean).move(DETAIL, page).jump(kernel.end(Verdict.GUARD_WRITTEN));
    code.bind(clean);
  }

  /** T0: all bits of the bytes at an address. Changes T1 to T3. */
  private static void combine(int address, int bytes, Code code) {
    code.constant(T0, 0).move(T2, address).addImmediate(T3, address, bytes);
    Label next = code.here();
    for (int at = 0; at < AT_ONCE; at += 4) {
      code.loadWord(T1, T2, at).alu(Opcode.OR, T0, T0, T1);
    }
    code.addImmediate(T2, T2, AT_ONCE).branch(Opcode.BNE, T2, T3, next);
  }
}
