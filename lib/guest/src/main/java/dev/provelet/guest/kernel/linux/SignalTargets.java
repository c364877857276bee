package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.KERNEL;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.R3;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S1;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T4;
import static dev.provelet.guest.machine.Registers.THREAD;

import dev.provelet.guest.kernel.core.BitMask;
import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.kernel.core.Scheduler;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.KernelData.Queued;
import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** Who gets a signal that is sent, and what becomes of what it does just then. */
final class SignalTargets {
  private SignalTargets() {}

  /**
   * SIGNAL_SEND, by LINK1: the signal R0, of which {@link KernelData#SIGNAL} says more, goes to the
   * thread R1, or to any if that is 0. R3: 0, or EAGAIN if too many wait. THREAD is 0 if no thread
   * runs. Changes S0, S1, R2, T0 to T5, LINK0.
   */
  static void define(KernelCode kernel) {
    Code code = kernel.begin(Routine.SIGNAL_SEND);
    Label done = new Label();
    Label first = new Label();
    Label append = new Label();
    Label room = new Label();
    code.constant(R3, 0);
    undo(kernel);
    // What is ignored is forgotten, unless it is blocked: that may yet change.
    code.move(S1, R1).branchUnlessZero(S1, first).addImmediate(S1, KERNEL, KernelData.THREADS);
    Label keep = new Label();
    code.bind(first);
    SignalSet.has(S1, ThreadBlock.MASK, R0, code).branchUnlessZero(T0, keep);
    code.call(LINK0, kernel.routine(Routine.SIGNAL_ACTION)).branchIfZero(T4, done).bind(keep);

    // The old ones arrive once, however often they were sent.
    Label skip = new Label();
    code.immediate(Opcode.SLTU, T0, R0, Signal.FIRST_REAL_TIME).branchIfZero(T0, append);
    Label next = SignalQueue.scan(S0, append, kernel);
    code.loadWord(T0, S0, Queued.OWNER).branch(Opcode.BNE, T0, R1, skip);
    code.loadWord(T0, S0, Queued.INFORMATION).branch(Opcode.BEQ, T0, R0, done);
    SignalQueue.scanOn(S0, skip, next, code);

    code.bind(append);
    kernel.load(T2, KernelData.SIGNALS_USED);
    Label full = new Label();
    code.constant(T1, Queued.SIZE * KernelData.MAX_SIGNALS).branch(Opcode.BLTU, T2, T1, room);
    kernel.load(T0, KernelData.SIGNAL + SignalQueue.CODE).addImmediate(T0, T0, -Signal.BY_TIMER);
    code.branchUnlessZero(T0, full).constant(T1, KernelData.EXPIRY_SECONDS - KernelData.SIGNALS);
    code.branch(Opcode.BLTU, T2, T1, room);
    code.bind(full).constant(R3, Errno.EAGAIN.number()).jump(done);
    code.bind(room).add(S0, T2, KERNEL).addImmediate(T2, T2, Queued.SIZE);
    kernel.store(T2, KernelData.SIGNALS_USED);
    int table = KernelData.SIGNALS;
    code.storeWord(R1, S0, table + Queued.OWNER).storeWord(R0, S0, table + Queued.INFORMATION);
    for (int at = 4; at < 4 * Queued.INFORMATION_WORDS; at += 4) {
      kernel.load(T0, KernelData.SIGNAL + at).storeWord(T0, S0, table + Queued.INFORMATION + at);
    }
    choose(done, kernel);
    code.bind(done).jumpTo(LINK1);
  }

  /** One that continues a program takes back those that stop it, and the other way round. */
  private static void undo(KernelCode kernel) {
    Code code = kernel.code();
    Label done = new Label();
    Label continues = new Label();
    code.immediate(Opcode.SLTU, T0, R0, Signal.FIRST_REAL_TIME).branchIfZero(T0, done);
    BitMask.has(Signal.STOPPING | 1 << Signal.CONT, R0, code).branchIfZero(T0, done);
    code.constant(R2, Queued.INFORMATION).move(S1, R0).constant(T0, Signal.CONT);
    code.branch(Opcode.BEQ, R0, T0, continues).move(R0, T0);
    code.call(LINK0, kernel.routine(Routine.SIGNAL_DISCARD)).move(R0, S1).jump(done);
    code.bind(continues);
    for (int stopping : new int[] {Signal.STOP, Signal.TSTP, Signal.TTIN, Signal.TTOU}) {
      code.constant(R0, stopping).call(LINK0, kernel.routine(Routine.SIGNAL_DISCARD));
    }
    code.move(R0, S1).bind(done);
  }

  /** The thread R1, or the first one that has not blocked the signal R0. */
  private static void choose(Label done, KernelCode kernel) {
    Code code = kernel.code();
    Label tell = new Label();
    Label wake = new Label();
    Label skip = new Label();
    Label any = new Label();
    code.branchIfZero(R1, any).move(S0, R1);
    ifWanted(wake, tell, code);
    code.jump(done).bind(any);
    Label next = Scheduler.scan(done, kernel);
    code.loadWord(T0, S0, ThreadBlock.STATE).branchIfZero(T0, skip);
    ifWanted(wake, tell, code);
    Scheduler.scanOn(skip, next, code);

    // It waits for this very signal, and looks for it itself.
    code.bind(wake).constant(T0, ThreadBlock.STATE_READY).storeWord(T0, S0, ThreadBlock.STATE);
    code.jump(done);
    code.bind(tell).call(LINK0, kernel.routine(Routine.SIGNAL_ACTION));
    SignalQueue.endIfDeadly(kernel);
    tell(done, kernel);
  }

  /** Branches if the thread S0 waits for the signal R0, or else if it has not blocked it. */
  private static void ifWanted(Label awaited, Label open, Code code) {
    Label awake = new Label();
    code.loadWord(T0, S0, ThreadBlock.AWAITING).branchIfZero(T0, awake);
    SignalSet.has(S0, ThreadBlock.KEPT_MASK, R0, code).branchIfZero(T0, awaited);
    code.bind(awake);
    SignalSet.has(S0, ThreadBlock.MASK, R0, code).branchIfZero(T0, open);
  }

  /**
   * The thread S0 takes its signals when it goes on next, or when the call returns that it is in. A
   * wait ends, unless it is over anyway.
   */
  private static void tell(Label done, KernelCode kernel) {
    Code code = kernel.code();
    Label self = new Label();
    Label goesOn = new Label();
    Label inCall = new Label();
    Label interrupt = new Label();
    Label deliver = kernel.routine(Routine.DELIVER);
    code.constant(T0, 1).storeWord(T0, S0, ThreadBlock.SIGNALLED);
    code.branch(Opcode.BEQ, S0, THREAD, self).loadWord(T0, S0, ThreadBlock.STATE);
    code.addImmediate(T1, T0, -ThreadBlock.STATE_READY).branchIfZero(T1, goesOn);
    code.loadWord(T1, S0, ThreadBlock.TIMED).branchIfZero(T1, interrupt);
    Scheduler.ifOver(T1, goesOn, code);

    Label led = new Label();
    Label known = new Label();
    code.bind(interrupt).constant(T1, 1).storeWord(T1, S0, ThreadBlock.INTERRUPTED);
    code.storeWord(0, S0, ThreadBlock.AWAITING).storeWord(0, S0, ThreadBlock.TIMED);
    code.loadWord(T2, S0, ThreadBlock.RETURN).branchUnlessZero(T2, led);
    code.loadWord(T2, S0, ThreadBlock.RESUME).addImmediate(T1, T0, -ThreadBlock.STATE_AGAIN);
    code.branchUnlessZero(T1, known).loadWord(T2, S0, ThreadBlock.CALLER);
    code.bind(known).storeWord(T2, S0, ThreadBlock.RETURN);
    code.bind(led).constant(T0, ThreadBlock.STATE_READY).storeWord(T0, S0, ThreadBlock.STATE);
    code.address(T0, deliver).storeWord(T0, S0, ThreadBlock.RESUME).jump(done);

    // Whether it goes on in a call that tries again, which lies above the program's code.
    code.bind(goesOn).loadWord(T2, S0, ThreadBlock.RETURN).branchUnlessZero(T2, done);
    code.loadWord(T2, S0, ThreadBlock.RESUME).address(T0, kernel.start());
    code.branch(Opcode.BGEU, T2, T0, inCall).storeWord(T2, S0, ThreadBlock.RETURN);
    code.address(T0, deliver).storeWord(T0, S0, ThreadBlock.RESUME).jump(done);
    code.bind(inCall).loadWord(T2, S0, ThreadBlock.CALLER).storeWord(T2, S0, ThreadBlock.RETURN);
    code.address(T0, deliver).storeWord(T0, S0, ThreadBlock.CALLER).jump(done);
    code.bind(self);
    SignalQueue.deliverOnReturn(kernel);
  }
}
