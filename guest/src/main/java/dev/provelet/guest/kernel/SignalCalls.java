package dev.provelet.guest.kernel;

import static dev.provelet.guest.lower.Registers.A0;
import static dev.provelet.guest.lower.Registers.A1;
import static dev.provelet.guest.lower.Registers.A2;
import static dev.provelet.guest.lower.Registers.T0;
import static dev.provelet.guest.lower.Registers.T1;

import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** No signal is ever delivered. One that a program sends itself to end ends it. */
final class SignalCalls {
  /** Bytes of a handler's description. */
  private static final int ACTION_BYTES = 24;

  private static final int STACK_DISABLED = 2;

  /** SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGKILL, SIGBUS, SIGSEGV, SIGTERM. */
  private static final int[] DEADLY = {4, 5, 6, 8, 9, 10, 11, 15};

  private SignalCalls() {}

  static void define(KernelCode kernel) {
    Code code = kernel.call(4194);
    clearThenSucceed(kernel, A2, ACTION_BYTES);
    kernel.call(4195);
    clearThenSucceed(kernel, A2, 16);

    kernel.call(4206);
    Label unasked = new Label();
    code.branchIfZero(A1, unasked).storeWord(0, A1, 0).storeWord(0, A1, 4);
    code.constant(T0, STACK_DISABLED).storeWord(T0, A1, 8).bind(unasked);
    kernel.succeed(0);

    send(kernel);
  }

  /** What was there before is asked for: nothing was. */
  private static void clearThenSucceed(KernelCode kernel, int address, int bytes) {
    Code code = kernel.code();
    Label unasked = new Label();
    code.branchIfZero(address, unasked);
    for (int at = 0; at < bytes; at += 4) {
      code.storeWord(0, address, at);
    }
    code.bind(unasked);
    kernel.succeed(0);
  }

  /**
   * kill and tkill have the signal second, tgkill third. The exit status is as a shell shows it.
   */
  private static void send(KernelCode kernel) {
    Code code = kernel.call(4266);
    code.move(A1, A2);
    kernel.call(4037, 4236);
    int mask = 0;
    for (int signal : DEADLY) {
      mask |= 1 << signal;
    }
    Label harmless = new Label();
    code.immediate(Opcode.SLTU, T0, A1, 32).branchIfZero(T0, harmless);
    code.constant(T0, mask).alu(Opcode.SRL, T0, T0, A1).immediate(Opcode.AND, T1, T0, 1);
    code.branchIfZero(T1, harmless).addImmediate(A0, A1, 128);
    code.jump(kernel.routine(Routine.EXIT_PROCESS));
    code.bind(harmless);
    kernel.succeed(0);
  }
}
