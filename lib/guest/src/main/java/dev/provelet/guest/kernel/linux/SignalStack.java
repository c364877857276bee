package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.A3;
import static dev.provelet.guest.machine.Registers.K1;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.R3;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S1;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.SP;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.THREAD;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** The stack for handlers: sigaltstack. */
final class SignalStack {
  private static final int BYTES = 12;
  private static final int SMALLEST = 2048;
  private static final int ON_IT = 1;
  private static final int DISABLED = 2;

  /** SS_AUTODISARM: the handler itself starts without one. */
  private static final int DISARMED_BY_ITSELF = 1 << 31;

  private SignalStack() {}

  static void define(KernelCode kernel) {
    change(kernel);
    set(kernel);
  }

  /** sigaltstack. */
  private static void change(KernelCode kernel) {
    Code code = kernel.call(4206);
    Label unchanged = new Label();
    Label refused = new Label();
    Label done = new Label();
    code.branchIfZero(A0, unchanged);
    kernel.checkAccess(A0, BYTES, Errno.EFAULT);
    code.bind(unchanged).branchIfZero(A1, done);
    kernel.checkAccess(A1, BYTES, Errno.EFAULT).bind(done);
    load(S0, S1, S2, code);
    Label tell = new Label();
    Label untold = new Label();
    code.branchIfZero(A0, tell).loadWord(R0, A0, 0).loadWord(R1, A0, 4).loadWord(R2, A0, 8);
    code.call(LINK0, kernel.routine(Routine.SIGNAL_STACK)).branchUnlessZero(R3, refused);
    code.bind(tell).branchIfZero(A1, untold);
    code.storeWord(S0, A1, 0).storeWord(S1, A1, 4).storeWord(S2, A1, 8).bind(untold);
    kernel.succeed(0);
    code.bind(refused).move(V0, R3).constant(A3, 1).jumpTo(K1);
  }

  /** The stack for handlers as the program is told of it. Changes T0, T1. */
  static void load(int start, int size, int flags, Code code) {
    Label on = new Label();
    Label done = new Label();
    code.loadWord(start, THREAD, ThreadBlock.SIGNAL_STACK);
    code.loadWord(size, THREAD, ThreadBlock.SIGNAL_STACK_SIZE);
    code.constant(flags, DISABLED).branchIfZero(size, done).constant(flags, ON_IT);
    ifOn(SP, on, code);
    code.constant(flags, 0).bind(on).loadWord(T0, THREAD, ThreadBlock.SIGNAL_STACK_FLAGS);
    code.constant(T1, DISARMED_BY_ITSELF).alu(Opcode.AND, T0, T0, T1);
    code.alu(Opcode.OR, flags, flags, T0).bind(done);
  }

  /** Branches if a stack pointer is within the stack for handlers. Changes T0, T1. */
  static void ifOn(int pointer, Label on, Code code) {
    Label off = new Label();
    code.loadWord(T0, THREAD, ThreadBlock.SIGNAL_STACK_FLAGS).branch(Opcode.BLT, T0, 0, off);
    code.loadWord(T0, THREAD, ThreadBlock.SIGNAL_STACK).subtract(T0, pointer, T0);
    code.loadWord(T1, THREAD, ThreadBlock.SIGNAL_STACK_SIZE).addImmediate(T0, T0, -1);
    code.branch(Opcode.BLTU, T0, T1, on).bind(off);
  }

  /**
   * SIGNAL_STACK, by LINK0: the running thread's handlers have the R1 bytes at R0 for a stack, with
   * the flags R2. R3: 0 or the error. Changes T0, T1.
   */
  private static void set(KernelCode kernel) {
    Code code = kernel.begin(Routine.SIGNAL_STACK);
    Label done = new Label();
    Label disable = new Label();
    Label set = new Label();
    code.constant(R3, Errno.EPERM.number());
    ifOn(SP, done, code);
    code.constant(R3, Errno.EINVAL.number()).constant(T0, ~DISARMED_BY_ITSELF);
    code.alu(Opcode.AND, T0, R2, T0).constant(T1, DISABLED);
    code.branch(Opcode.BEQ, T0, T1, disable).branch(Opcode.BLTU, T1, T0, done);
    code.constant(R3, Errno.ENOMEM.number()).constant(T0, SMALLEST);
    code.branch(Opcode.BLTU, R1, T0, done).jump(set);
    code.bind(disable).constant(R0, 0).constant(R1, 0);
    code.bind(set).storeWord(R0, THREAD, ThreadBlock.SIGNAL_STACK);
    code.storeWord(R1, THREAD, ThreadBlock.SIGNAL_STACK_SIZE);
    code.storeWord(R2, THREAD, ThreadBlock.SIGNAL_STACK_FLAGS).constant(R3, 0);
    code.bind(done).jumpTo(LINK0);
  }
}
