package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.A2;
import static dev.provelet.guest.machine.Registers.DETAIL;
import static dev.provelet.guest.machine.Registers.HI;
import static dev.provelet.guest.machine.Registers.K1;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LO;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.R3;
import static dev.provelet.guest.machine.Registers.RA;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S1;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.S3;
import static dev.provelet.guest.machine.Registers.S4;
import static dev.provelet.guest.machine.Registers.S5;
import static dev.provelet.guest.machine.Registers.SP;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;
import static dev.provelet.guest.machine.Registers.T7;
import static dev.provelet.guest.machine.Registers.T9;
import static dev.provelet.guest.machine.Registers.TARGET;
import static dev.provelet.guest.machine.Registers.THREAD;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.lower.FloatControl;
import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/**
 * What a handler finds on its stack, as Linux lays it out, and the way back from there. Code on a
 * stack cannot run: $ra leads to the kernel.
 */
final class SignalFrame {
  /** SA_SIGINFO, SA_ONSTACK, SA_NODEFER; SA_RESETHAND is the flags' sign. */
  private static final int WITH_INFORMATION = 8;

  private static final int ON_STACK = 1 << 27;
  private static final int NOT_DEFERRED = 1 << 30;

  /** What emulators of floating point may have above the stack's top. */
  private static final int SPARED = 32;

  /** Without SA_SIGINFO: room for arguments and two words, the context, the mask. */
  private static final int CONTEXT = 24;

  private static final int BYTES = CONTEXT + Context.BYTES;

  /** With it: siginfo, then a ucontext, in which the stack and the context lie. */
  private static final int INFORMATION = 24;

  private static final int USER_CONTEXT = INFORMATION + Signal.INFORMATION_BYTES;
  private static final int STACK = USER_CONTEXT + 8;
  private static final int LONG_CONTEXT = USER_CONTEXT + 24;
  private static final int LONG_BYTES = LONG_CONTEXT + Context.BYTES;

  private static final int RETURN = 4119;
  private static final int LONG_RETURN = 4193;

  /** Offsets in a sigcontext, with the mask that follows it. */
  private static final class Context {
    static final int PC = 8;
    static final int REGISTERS = 16;
    static final int FLOATS = 272;
    static final int FLOAT_CONTROL = 532;
    static final int FLOATS_USED = 540;
    static final int HI = 552;
    static final int LO = 560;
    static final int MASK = 592;
    static final int BYTES = MASK + Signal.SET_BYTES;

    /** What the processor does not have: more accumulators, an implementation register. */
    static final int[] ABSENT = {0, 4, 528, 536, 544, 548, 568, 572, 576, 580, 584, 588};

    private Context() {}
  }

  private SignalFrame() {}

  static void define(KernelCode kernel) {
    Code code = kernel.code();
    Label restore = new Label();
    Label bad = new Label();
    kernel.begin(Routine.SIGNAL_RETURN).constant(V0, RETURN);
    kernel.call(RETURN);
    code.constant(T7, BYTES);
    kernel.checkAccessOf(SP, T7, bad).addImmediate(S1, SP, CONTEXT).constant(S5, 0).jump(restore);

    kernel.begin(Routine.SIGNAL_RETURN_LONG).constant(V0, LONG_RETURN);
    kernel.call(LONG_RETURN);
    code.constant(T7, LONG_BYTES);
    kernel.checkAccessOf(SP, T7, bad).addImmediate(S1, SP, LONG_CONTEXT).move(S5, SP);
    code.bind(restore);
    restore(kernel);
    code.bind(bad);
    fault(kernel);
  }

  /** What Linux does if there is no frame where one has to be. */
  private static void fault(KernelCode kernel) {
    kernel.code().constant(DETAIL, Signal.STATUS + Signal.SEGV).terminate(Verdict.EXIT.code());
  }

  /**
   * The thread goes on in the handler S4 of the signal R0, which was just taken and whose action is
   * S3; from there it comes back to where it would have gone on. Changes all scratch but S3, S4.
   */
  static void push(KernelCode kernel) {
    Code code = kernel.code();
    Label bad = new Label();
    Label stored = new Label();
    Label plain = new Label();
    place(kernel);
    kernel.checkAccessOf(S0, T7, bad);
    save(kernel);
    code.immediate(Opcode.AND, T0, S2, WITH_INFORMATION).branchIfZero(T0, plain);
    tell(kernel);
    code.addImmediate(A1, S0, INFORMATION).addImmediate(A2, S0, USER_CONTEXT);
    code.address(RA, kernel.routine(Routine.SIGNAL_RETURN_LONG)).jump(stored);
    code.bind(bad);
    fault(kernel);
    code.bind(plain).constant(A1, 0).move(A2, S1);
    code.address(RA, kernel.routine(Routine.SIGNAL_RETURN)).bind(stored);
    code.move(A0, R0).move(SP, S0).move(T9, S4).storeWord(S4, THREAD, ThreadBlock.RETURN);
    mask(kernel);

    Label kept = new Label();
    Label armed = new Label();
    code.branch(Opcode.BGE, S2, 0, kept).storeWord(0, S3, SignalQueue.HANDLER).bind(kept);
    code.loadWord(T0, THREAD, ThreadBlock.SIGNAL_STACK_FLAGS).branch(Opcode.BGE, T0, 0, armed);
    code.storeWord(0, THREAD, ThreadBlock.SIGNAL_STACK);
    code.storeWord(0, THREAD, ThreadBlock.SIGNAL_STACK_SIZE);
    code.storeWord(0, THREAD, ThreadBlock.SIGNAL_STACK_FLAGS).bind(armed);
  }

  /** S0: the frame, T7: its size, S1: the context in it, S2: the action's flags. Changes T0, T1. */
  private static void place(KernelCode kernel) {
    Code code = kernel.code();
    Label same = new Label();
    Label plain = new Label();
    code.loadWord(S2, S3, SignalQueue.FLAGS).addImmediate(S0, SP, -SPARED);
    code.constant(T0, ON_STACK).alu(Opcode.AND, T0, T0, S2).branchIfZero(T0, same);
    code.loadWord(T0, THREAD, ThreadBlock.SIGNAL_STACK_SIZE).branchIfZero(T0, same);
    SignalStack.ifOn(S0, same, code);
    code.loadWord(S0, THREAD, ThreadBlock.SIGNAL_STACK);
    code.loadWord(T0, THREAD, ThreadBlock.SIGNAL_STACK_SIZE).add(S0, S0, T0).bind(same);
    code.constant(T7, BYTES).constant(S1, CONTEXT).immediate(Opcode.AND, T0, S2, WITH_INFORMATION);
    code.branchIfZero(T0, plain).constant(T7, LONG_BYTES).constant(S1, LONG_CONTEXT).bind(plain);
    code.subtract(S0, S0, T7).immediate(Opcode.AND, S0, S0, -8).add(S1, S1, S0);
  }

  /** The context S1 is that of the thread before the handler. Changes T0 to T4. */
  private static void save(KernelCode kernel) {
    Code code = kernel.code();
    Label kept = new Label();
    for (int at : Context.ABSENT) {
      code.storeWord(0, S1, at);
    }
    code.loadWord(T0, THREAD, ThreadBlock.RETURN);
    put(T0, Context.PC, kernel);
    for (int register = 0; register < HI; register++) {
      // What a delay slot must not change is not the program's, but has to come back.
      put(register == K1 ? TARGET : register, Context.REGISTERS + 8 * register, kernel);
    }
    put(HI, Context.HI, kernel);
    put(LO, Context.LO, kernel);
    code.constant(T0, kernel.wideFloats() ? 3 : 1).storeWord(T0, S1, Context.FLOATS_USED);
    FloatControl.whole(code);
    code.storeWord(T0, S1, Context.FLOAT_CONTROL);
    Label next = eachDouble(kernel);
    code.loadWord(T0, T1, 0).storeWord(T0, T2, kernel.lowAt(0));
    code.loadWord(T0, T1, 4).storeWord(T0, T2, kernel.highAt(0));
    onToNextDouble(next, kernel);

    code.addImmediate(T1, THREAD, ThreadBlock.MASK);
    code.loadWord(T0, THREAD, ThreadBlock.MASK_KEPT).branchIfZero(T0, kept);
    code.storeWord(0, THREAD, ThreadBlock.MASK_KEPT);
    code.addImmediate(T1, THREAD, ThreadBlock.KEPT_MASK).bind(kept);
    for (int at = 0; at < Signal.SET_BYTES; at += 4) {
      code.loadWord(T0, T1, at).storeWord(T0, S1, Context.MASK + at);
    }
  }

  private static void put(int register, int at, KernelCode kernel) {
    kernel.code().storeWord(register, S1, at + kernel.lowAt(0));
    kernel.code().storeWord(0, S1, at + kernel.highAt(0));
  }

  /** T1: a double of the thread's, T2: its place in the context, T3: the end of all. */
  private static Label eachDouble(KernelCode kernel) {
    Code code = kernel.code();
    code.addImmediate(T1, THREAD, ThreadBlock.FLOAT_REGISTERS);
    code.addImmediate(T2, S1, Context.FLOATS).addImmediate(T3, T1, kernel.wideFloats() ? 256 : 128);
    return code.here();
  }

  /** Narrow registers are pairs; the context has room for the second of each, too. */
  private static void onToNextDouble(Label next, KernelCode kernel) {
    Code code = kernel.code().addImmediate(T1, T1, 8);
    code.addImmediate(T2, T2, kernel.wideFloats() ? 8 : 16).branch(Opcode.BNE, T1, T3, next);
  }

  /** What comes before the context in the longer frame. Changes S5, T0 to T2. */
  private static void tell(KernelCode kernel) {
    Code code = kernel.code().addImmediate(S5, S0, INFORMATION);
    SignalWaits.tell(S5, kernel);
    code.storeWord(0, S0, USER_CONTEXT).storeWord(0, S0, USER_CONTEXT + 4);
    SignalStack.load(R1, R2, R3, code);
    code.storeWord(R1, S0, STACK).storeWord(R2, S0, STACK + 4).storeWord(R3, S0, STACK + 8);
  }

  /** The handler runs without the signals that its action keeps away. Changes T0 to T2. */
  private static void mask(KernelCode kernel) {
    Code code = kernel.code();
    Label open = new Label();
    for (int at = 0; at < Signal.SET_BYTES; at += 4) {
      code.loadWord(T0, THREAD, ThreadBlock.MASK + at);
      code.loadWord(T1, S3, SignalQueue.KEPT_AWAY + at).alu(Opcode.OR, T0, T0, T1);
      code.storeWord(T0, THREAD, ThreadBlock.MASK + at);
    }
    code.constant(T0, NOT_DEFERRED).alu(Opcode.AND, T0, T0, S2).branchUnlessZero(T0, open);
    SignalSet.addPlaced(THREAD, ThreadBlock.MASK, SignalSet.place(R0, code)).bind(open);
  }

  /** The thread goes on as the context S1 says, whose frame is S5 if it is the longer one. */
  private static void restore(KernelCode kernel) {
    Code code = kernel.code();
    Label unused = new Label();
    Label sound = new Label();
    for (int at = 0; at < Signal.SET_BYTES; at += 4) {
      code.loadWord(T1, S1, Context.MASK + at);
      if (at == 0) {
        SignalCalls.withoutUnstoppable(T1, code);
      }
      code.storeWord(T1, THREAD, ThreadBlock.MASK + at);
    }
    code.loadWord(T0, S1, Context.FLOATS_USED).immediate(Opcode.AND, T0, T0, 1);
    code.branchIfZero(T0, unused).loadWord(T3, S1, Context.FLOAT_CONTROL);
    FloatControl.put(code);
    code.branchIfZero(T0, sound).constant(DETAIL, Signal.STATUS + Signal.FPE);
    code.terminate(Verdict.EXIT.code()).bind(sound);
    Label next = eachDouble(kernel);
    code.loadWord(T0, T2, kernel.lowAt(0)).storeWord(T0, T1, 0);
    code.loadWord(T0, T2, kernel.highAt(0)).storeWord(T0, T1, 4);
    onToNextDouble(next, kernel);

    code.bind(unused);
    for (int register = 1; register < HI; register++) {
      get(register == K1 ? TARGET : register, Context.REGISTERS + 8 * register, kernel);
    }
    get(HI, Context.HI, kernel);
    get(LO, Context.LO, kernel);
    get(K1, Context.PC, kernel);
    restoreStack(kernel);
    SignalQueue.deliverIfSent(kernel);
    code.jumpTo(K1);
  }

  private static void get(int register, int at, KernelCode kernel) {
    kernel.code().loadWord(register, S1, at + kernel.lowAt(0));
  }

  /** The stack for handlers, too, is what the longer frame says, if that makes sense. */
  private static void restoreStack(KernelCode kernel) {
    Code code = kernel.code();
    Label done = new Label();
    Label changed = new Label();
    code.branchIfZero(S5, done).loadWord(R0, S5, STACK).loadWord(R1, S5, STACK + 4);
    code.loadWord(R2, S5, STACK + 8).loadWord(T0, THREAD, ThreadBlock.SIGNAL_STACK);
    code.branch(Opcode.BNE, R0, T0, changed);
    code.loadWord(T0, THREAD, ThreadBlock.SIGNAL_STACK_SIZE).branch(Opcode.BEQ, R1, T0, done);
    code.bind(changed).call(LINK0, kernel.routine(Routine.SIGNAL_STACK)).bind(done);
  }
}
