package dev.provelet.guest.kernel;

import static dev.provelet.guest.lower.Registers.A0;
import static dev.provelet.guest.lower.Registers.A1;
import static dev.provelet.guest.lower.Registers.A2;
import static dev.provelet.guest.lower.Registers.A3;
import static dev.provelet.guest.lower.Registers.KERNEL;
import static dev.provelet.guest.lower.Registers.S0;
import static dev.provelet.guest.lower.Registers.S1;
import static dev.provelet.guest.lower.Registers.S2;
import static dev.provelet.guest.lower.Registers.S3;
import static dev.provelet.guest.lower.Registers.S4;
import static dev.provelet.guest.lower.Registers.S5;
import static dev.provelet.guest.lower.Registers.T0;
import static dev.provelet.guest.lower.Registers.T1;
import static dev.provelet.guest.lower.Registers.T2;

import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** No signal is ever delivered. One that a program sends itself to end ends it. */
final class SignalCalls {
  private static final int SIGKILL = 9;
  private static final int SIGSTOP = 23;

  /** What a set of signals has. */
  private static final int SET_BYTES = 16;

  /** For the words of an action. */
  private static final int[] WORDS = {S0, S1, S2, S3, S4, S5};

  private static final int STACK_BYTES = 12;
  private static final int STACK_DISABLED = 2;

  /** SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGKILL, SIGBUS, SIGSEGV, SIGTERM. */
  private static final int[] DEADLY = {4, 5, 6, 8, 9, 10, 11, 15};

  private SignalCalls() {}

  static void define(KernelCode kernel) {
    action(kernel);
    mask(kernel);
    Code code = kernel.call(4206);
    Label unasked = new Label();
    Label unchanged = new Label();
    code.branchIfZero(A0, unchanged);
    kernel.checkAccess(A0, STACK_BYTES, Errno.EFAULT).bind(unchanged).branchIfZero(A1, unasked);
    kernel.checkAccess(A1, STACK_BYTES, Errno.EFAULT);
    code.storeWord(0, A1, 0).storeWord(0, A1, 4);
    code.constant(T0, STACK_DISABLED).storeWord(T0, A1, 8).bind(unasked);
    kernel.succeed(0);

    send(kernel);
  }

  /**
   * rt_sigaction: what is given is given back the next time. {@link PipeCalls} asks for SIGPIPE's;
   * else it has no effect.
   */
  private static void action(KernelCode kernel) {
    Code code = kernel.call(4194);
    Label invalid = kernel.failure(Errno.EINVAL);
    Label read = new Label();
    Label unasked = new Label();
    Label done = new Label();
    code.addImmediate(T0, A3, -SET_BYTES).branchUnlessZero(T0, invalid);
    code.addImmediate(T2, A0, -1).immediate(Opcode.SLTU, T0, T2, KernelData.MAX_SIGNAL);
    code.branchIfZero(T0, invalid).branchIfZero(A1, read);
    code.addImmediate(T0, A0, -SIGKILL).branchIfZero(T0, invalid);
    code.addImmediate(T0, A0, -SIGSTOP).branchIfZero(T0, invalid);
    kernel.checkAccess(A1, KernelData.ACTION_BYTES, Errno.EFAULT);
    for (int i = 0; i < WORDS.length; i++) {
      code.loadWord(WORDS[i], A1, 4 * i);
    }
    code.bind(read).immediate(Opcode.SLL, T0, T2, 3).immediate(Opcode.SLL, T2, T2, 4);
    code.add(T2, T2, T0).add(T2, T2, KERNEL).branchIfZero(A2, unasked);
    kernel.checkAccess(A2, KernelData.ACTION_BYTES, Errno.EFAULT);
    for (int i = 0; i < WORDS.length; i++) {
      code.loadWord(T0, T2, KernelData.ACTIONS + 4 * i).storeWord(T0, A2, 4 * i);
    }
    code.bind(unasked).branchIfZero(A1, done);
    for (int i = 0; i < WORDS.length; i++) {
      code.storeWord(WORDS[i], T2, KernelData.ACTIONS + 4 * i);
    }
    code.bind(done);
    kernel.succeed(0);
  }

  /** rt_sigprocmask: nothing is ever masked. */
  private static void mask(KernelCode kernel) {
    Code code = kernel.call(4195);
    Label unasked = new Label();
    Label unchanged = new Label();
    code.branchIfZero(A1, unchanged);
    kernel.checkAccess(A1, SET_BYTES, Errno.EFAULT).bind(unchanged).branchIfZero(A2, unasked);
    kernel.checkAccess(A2, SET_BYTES, Errno.EFAULT);
    for (int at = 0; at < SET_BYTES; at += 4) {
      code.storeWord(0, A2, at);
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
