package dev.provelet.guest.kernel.core;

import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.R3;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S1;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;
import static dev.provelet.guest.machine.Registers.T4;

import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** Who waits at which futex: in the order in which they began to. */
public final class FutexQueue {
  private FutexQueue() {}

  /**
   * WAKE, by LINK0: up to R1 threads that wait at the futex R0 for a waker with one of the bits R2;
   * R3: how many; those who have waited longest. Their waits succeed. Changes S0, S1, T0 to T4.
   */
  static void define(KernelCode kernel) {
    Code code = kernel.begin(Routine.WAKE);
    Label all = new Label();
    Label done = new Label();
    Label skip = new Label();
    code.constant(R3, 0).constant(T0, KernelData.MAX_THREADS).branch(Opcode.BGE, R1, T0, all);
    Label next = code.here();
    code.branch(Opcode.BGE, R3, R1, done);
    firstAtFutex(kernel);
    code.branchIfZero(T4, done);
    Scheduler.ready(T4, 0, code);
    code.addImmediate(R3, R3, 1).jump(next);

    // If they all are woken, they are in any order.
    code.bind(all);
    Label other = Scheduler.scan(done, kernel);
    unlessAtFutex(skip, code);
    unlessForBits(skip, code);
    Scheduler.ready(S0, 0, code);
    code.addImmediate(R3, R3, 1);
    Scheduler.scanOn(skip, other, code);
    code.bind(done).jumpTo(LINK0);
  }

  /**
   * T4: who has waited longest at the futex R0 for a waker with one of the bits R2, 0 if nobody
   * does. Changes S0, S1, T0 to T3.
   */
  public static void firstAtFutex(KernelCode kernel) {
    Code code = kernel.code().constant(T1, ThreadBlock.STATE_FUTEX).constant(T4, 0);
    Label done = new Label();
    Label skip = new Label();
    Label take = new Label();
    kernel.address(S0, KernelData.THREADS);
    kernel.load(S1, KernelData.THREADS_END);
    Label next = code.here();
    code.branch(Opcode.BEQ, S0, S1, done).loadWord(T0, S0, ThreadBlock.STATE);
    code.branch(Opcode.BNE, T0, T1, skip).loadWord(T0, S0, ThreadBlock.FUTEX);
    code.branch(Opcode.BNE, T0, R0, skip);
    unlessForBits(skip, code);
    code.loadWord(T2, S0, ThreadBlock.FUTEX_TURN).branchIfZero(T4, take);
    code.subtract(T0, T2, T3).branch(Opcode.BGE, T0, 0, skip);
    code.bind(take).move(T4, S0).move(T3, T2);
    Scheduler.scanOn(skip, next, code);
    code.bind(done);
  }

  /** Branches unless the thread S0 waits for a waker with one of the bits R2. Changes T0. */
  private static void unlessForBits(Label other, Code code) {
    code.loadWord(T0, S0, ThreadBlock.FUTEX_BITS).alu(Opcode.AND, T0, T0, R2);
    code.branchIfZero(T0, other);
  }

  /** A thread begins to wait at a futex, behind all others. Changes T0. */
  public static void takeTurn(int block, KernelCode kernel) {
    Code code = kernel.load(T0, KernelData.FUTEX_TURNS).addImmediate(T0, T0, 1);
    kernel.store(T0, KernelData.FUTEX_TURNS);
    code.storeWord(T0, block, ThreadBlock.FUTEX_TURN);
  }

  /** Branches unless the thread S0 waits at the futex R0. Changes T0. */
  public static void unlessAtFutex(Label other, Code code) {
    code.loadWord(T0, S0, ThreadBlock.STATE).addImmediate(T0, T0, -ThreadBlock.STATE_FUTEX);
    code.branchUnlessZero(T0, other);
    code.loadWord(T0, S0, ThreadBlock.FUTEX).branch(Opcode.BNE, T0, R0, other);
  }
}
