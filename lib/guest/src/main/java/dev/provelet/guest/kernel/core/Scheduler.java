package dev.provelet.guest.kernel.core;

import static dev.provelet.guest.machine.Registers.A3;
import static dev.provelet.guest.machine.Registers.CONDITION;
import static dev.provelet.guest.machine.Registers.DETAIL;
import static dev.provelet.guest.machine.Registers.HI;
import static dev.provelet.guest.machine.Registers.K1;
import static dev.provelet.guest.machine.Registers.KERNEL;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK2;
import static dev.provelet.guest.machine.Registers.LO;
import static dev.provelet.guest.machine.Registers.NANOSECONDS;
import static dev.provelet.guest.machine.Registers.R3;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S1;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.S3;
import static dev.provelet.guest.machine.Registers.S4;
import static dev.provelet.guest.machine.Registers.S5;
import static dev.provelet.guest.machine.Registers.SECONDS;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.TARGET;
import static dev.provelet.guest.machine.Registers.THREAD;
import static dev.provelet.guest.machine.Registers.THREAD_POINTER;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/**
 * Threads take turns: one goes on until it waits, yields, sleeps or ends, then the next in the
 * table that can. If none can, the clock moves to the earliest deadline; if there is none, the
 * program is deadlocked.
 */
public final class Scheduler {
  private Scheduler() {}

  static void define(KernelCode kernel) {
    switchThread(kernel);
    FutexQueue.define(kernel);
    waitThenAgain(kernel);
  }

  /**
   * SWITCH_THREAD, jumped to: the running thread's state has been set; it will return from its call
   * with what $v0 and $a3 have now, unless who wakes it says otherwise. NEXT_THREAD, jumped to: the
   * same for a thread that has ended.
   */
  private static void switchThread(KernelCode kernel) {
    Code code = kernel.begin(Routine.SWITCH_THREAD);
    saveRegisters(THREAD, code);

    kernel.begin(Routine.NEXT_THREAD);
    Label found = new Label();
    Label skip = new Label();
    Label inTable = new Label();
    code.move(S0, THREAD);
    Label next = code.here();
    code.addImmediate(S0, S0, ThreadBlock.SIZE);
    kernel.load(T0, KernelData.THREADS_END);
    code.branch(Opcode.BNE, S0, T0, inTable);
    code.addImmediate(S0, KERNEL, KernelData.THREADS);
    code.bind(inTable).loadWord(T0, S0, ThreadBlock.STATE).branchIfZero(T0, skip);
    code.constant(T1, ThreadBlock.STATE_READY).branch(Opcode.BEQ, T0, T1, found);
    code.loadWord(T0, S0, ThreadBlock.TIMED).branchIfZero(T0, skip);
    ifOver(T0, found, code);
    code.bind(skip).branch(Opcode.BNE, S0, THREAD, next);

    earliestDeadline(kernel);

    code.bind(found).move(THREAD, S0);
    code.constant(T0, ThreadBlock.STATE_READY).storeWord(T0, THREAD, ThreadBlock.STATE);
    code.storeWord(0, THREAD, ThreadBlock.TIMED);
    restoreRegisters(code);
  }

  /** S0: the thread whose deadline comes first; the clock moves there. */
  private static void earliestDeadline(KernelCode kernel) {
    Code code = kernel.code();
    Label scanned = new Label();
    Label skip = new Label();
    Label take = new Label();
    code.constant(S2, 0);
    Label next = scan(scanned, kernel);
    code.loadWord(T0, S0, ThreadBlock.STATE).branchIfZero(T0, skip);
    code.loadWord(T0, S0, ThreadBlock.TIMED).branchIfZero(T0, skip);
    code.loadWord(T1, S0, ThreadBlock.DEADLINE_SECONDS);
    code.loadWord(T2, S0, ThreadBlock.DEADLINE_NANOSECONDS);
    code.branchIfZero(S2, take).branch(Opcode.BLTU, T1, S3, take);
    code.branch(Opcode.BNE, T1, S3, skip).branch(Opcode.BGEU, T2, S4, skip);
    code.bind(take).move(S2, S0).move(S3, T1).move(S4, T2);
    scanOn(skip, next, code);

    Label somebody = new Label();
    code.bind(scanned);
    expireIfFirst(S2, S3, S4, kernel);
    code.branchUnlessZero(S2, somebody);
    kernel.load(DETAIL, KernelData.LIVE_THREADS);
    code.terminate(Verdict.DEADLOCK.code());
    code.bind(somebody);
    endIfNever(S3, kernel);
    code.move(SECONDS, S3).move(NANOSECONDS, S4).move(S0, S2);
  }

  /**
   * No thread can go on. If the first timer is no later than some thread's deadline, or if there is
   * none, the clock moves there, and the threads are looked at again.
   */
  private static void expireIfFirst(int thread, int seconds, int nanoseconds, KernelCode kernel) {
    Code code = kernel.code();
    Label not = new Label();
    Label first = new Label();
    Label past = new Label();
    kernel.load(T0, KernelData.EXPIRY_SECONDS).branchIfZero(T0, not);
    kernel.load(T1, KernelData.EXPIRY_NANOSECONDS).branchIfZero(thread, first);
    code.branch(Opcode.BLTU, seconds, T0, not).branch(Opcode.BNE, seconds, T0, first);
    code.branch(Opcode.BLTU, nanoseconds, T1, not).bind(first);
    code.branch(Opcode.BLTU, T0, SECONDS, past);
    Label later = new Label();
    code.branch(Opcode.BNE, T0, SECONDS, later).branch(Opcode.BLTU, T1, NANOSECONDS, past);
    code.bind(later);
    endIfNever(T0, kernel);
    code.move(SECONDS, T0).move(NANOSECONDS, T1).bind(past);
    code.move(S5, THREAD).constant(THREAD, 0).call(LINK2, kernel.routine(Routine.EXPIRE));
    code.move(THREAD, S5).jump(kernel.routine(Routine.NEXT_THREAD)).bind(not);
  }

  /**
   * All threads wait. Ends the run if the time for which they do is more than the clock reaches: in
   * the call of the one that ran last. Changes K1, T2.
   */
  static void endIfNever(int seconds, KernelCode kernel) {
    Label near = new Label();
    Label direct = new Label();
    Code code = kernel.code().addImmediate(T2, seconds, -Clock.NEVER);
    code.branchUnlessZero(T2, near).loadWord(T2, THREAD, ThreadBlock.STATE);
    code.addImmediate(T2, T2, -ThreadBlock.STATE_AGAIN).branchUnlessZero(T2, direct);
    code.loadWord(K1, THREAD, ThreadBlock.CALLER).bind(direct);
    code.jump(kernel.end(Verdict.CLOCK_END)).bind(near);
  }

  /**
   * S0: the first block of the table, S1: the table's end, which leads elsewhere.
   *
   * @return where {@link #scanOn} goes with the next block
   */
  public static Label scan(Label done, KernelCode kernel) {
    kernel.address(S0, KernelData.THREADS);
    Label next = kernel.load(S1, KernelData.THREADS_END).here();
    kernel.code().branch(Opcode.BEQ, S0, S1, done);
    return next;
  }

  /** What comes here goes on with the next block. */
  public static void scanOn(Label skip, Label next, Code code) {
    code.bind(skip).addImmediate(S0, S0, ThreadBlock.SIZE).jump(next);
  }

  /** Branches if the deadline of the thread S0 is over. Changes a scratch register. */
  public static void ifOver(int scratch, Label over, Code code) {
    Label toCome = new Label();
    code.loadWord(scratch, S0, ThreadBlock.DEADLINE_SECONDS);
    code.branch(Opcode.BLTU, scratch, SECONDS, over).branch(Opcode.BNE, scratch, SECONDS, toCome);
    code.loadWord(scratch, S0, ThreadBlock.DEADLINE_NANOSECONDS);
    code.branch(Opcode.BGEU, NANOSECONDS, scratch, over).bind(toCome);
  }

  /** Branches if the running thread's deadline is still to come. Changes T0. */
  public static void unlessOver(Label toCome, Code code) {
    Label over = new Label();
    code.loadWord(T0, THREAD, ThreadBlock.DEADLINE_SECONDS);
    code.branch(Opcode.BLTU, T0, SECONDS, over).branch(Opcode.BNE, T0, SECONDS, toCome);
    code.loadWord(T0, THREAD, ThreadBlock.DEADLINE_NANOSECONDS);
    code.branch(Opcode.BLTU, NANOSECONDS, T0, toCome).bind(over);
  }

  /** Puts the running thread's registers into a block. */
  public static void saveRegisters(int block, Code code) {
    code.storeWord(K1, block, ThreadBlock.RESUME);
    for (int register = 1; register < HI; register++) {
      code.storeWord(register == K1 ? TARGET : register, block, 4 * register);
    }
    code.storeWord(HI, block, ThreadBlock.HI).storeWord(LO, block, ThreadBlock.LO);
    code.storeWord(THREAD_POINTER, block, ThreadBlock.THREAD_POINTER);
    code.storeWord(CONDITION, block, ThreadBlock.CONDITION);
  }

  private static void restoreRegisters(Code code) {
    for (int register = 1; register < HI; register++) {
      code.loadWord(register == K1 ? TARGET : register, THREAD, 4 * register);
    }
    code.loadWord(HI, THREAD, ThreadBlock.HI).loadWord(LO, THREAD, ThreadBlock.LO);
    code.loadWord(THREAD_POINTER, THREAD, ThreadBlock.THREAD_POINTER);
    code.loadWord(CONDITION, THREAD, ThreadBlock.CONDITION);
    code.loadWord(K1, THREAD, ThreadBlock.RESUME).jumpTo(K1);
  }

  /**
   * The running thread waits, in one of the STATE_ constants' ways; its call returns 0 unless who
   * wakes it says otherwise. Changes T0.
   */
  public static void waitThenSucceed(int state, KernelCode kernel) {
    Code code = kernel.code();
    noteCall(kernel);
    code.constant(T0, state).storeWord(T0, THREAD, ThreadBlock.STATE);
    code.constant(V0, 0).constant(A3, 0).jump(kernel.routine(Routine.SWITCH_THREAD));
  }

  /**
   * What the call was given is kept, for a signal may end its wait: at once if there is one.
   * Changes T0.
   */
  public static void noteCall(KernelCode kernel) {
    Code code = kernel.code();
    code.storeWord(V0, THREAD, ThreadBlock.CALL).storeWord(A3, THREAD, ThreadBlock.FOURTH_ARGUMENT);
    code.loadWord(T0, THREAD, ThreadBlock.SIGNALLED);
    code.branchUnlessZero(T0, kernel.routine(Routine.INTERRUPT));
  }

  /**
   * WAIT_THEN_AGAIN, jumped to: the running thread goes on at R3 when something that it might wait
   * for has changed, or at its deadline if it has one; {@link ThreadBlock#CALLER} is where its call
   * returns to. WAKE_AGAIN, by LINK0: lets all these threads go on. Changes T0 to T2.
   */
  private static void waitThenAgain(KernelCode kernel) {
    Code code = kernel.begin(Routine.WAIT_THEN_AGAIN);
    noteCall(kernel);
    code.storeWord(K1, THREAD, ThreadBlock.CALLER).move(K1, R3);
    code.constant(T0, ThreadBlock.STATE_AGAIN).storeWord(T0, THREAD, ThreadBlock.STATE);
    code.jump(kernel.routine(Routine.SWITCH_THREAD));

    kernel.begin(Routine.WAKE_AGAIN);
    Label done = new Label();
    Label skip = new Label();
    code.addImmediate(T1, KERNEL, KernelData.THREADS);
    kernel.load(T2, KernelData.THREADS_END);
    Label next = code.here();
    code.branch(Opcode.BEQ, T1, T2, done).loadWord(T0, T1, ThreadBlock.STATE);
    code.addImmediate(T0, T0, -ThreadBlock.STATE_AGAIN).branchUnlessZero(T0, skip);
    code.constant(T0, ThreadBlock.STATE_READY).storeWord(T0, T1, ThreadBlock.STATE);
    code.bind(skip).addImmediate(T1, T1, ThreadBlock.SIZE).jump(next);
    code.bind(done).jumpTo(LINK0);
  }

  /** Lets a waiting thread go on, its call having succeeded with a result. Changes T0. */
  static void ready(int block, int result, Code code) {
    code.constant(T0, ThreadBlock.STATE_READY).storeWord(T0, block, ThreadBlock.STATE);
    code.storeWord(0, block, ThreadBlock.TIMED);
    if (result == 0) {
      code.storeWord(0, block, 4 * V0);
    } else {
      code.constant(T0, result).storeWord(T0, block, 4 * V0);
    }
    code.storeWord(0, block, 4 * A3);
  }
}
