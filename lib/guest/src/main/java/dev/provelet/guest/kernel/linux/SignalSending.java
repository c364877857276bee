package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.A2;
import static dev.provelet.guest.machine.Registers.A3;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.R3;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S3;
import static dev.provelet.guest.machine.Registers.S4;
import static dev.provelet.guest.machine.Registers.S5;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.THREAD;

import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.KernelImage;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.kernel.core.Scheduler;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.KernelData.Queued;
import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** kill, tkill, tgkill, rt_sigqueueinfo, rt_tgsigqueueinfo: to the program itself. */
final class SignalSending {
  private SignalSending() {}

  static void define(KernelCode kernel) {
    Code code = kernel.call(4037);
    Label program = new Label();
    Label send = new Label();
    code.constant(T0, -KernelImage.PROCESS_ID).branchIfZero(A0, program);
    code.branch(Opcode.BEQ, A0, T0, program).move(S3, A0);
    findProgram(program, kernel);
    code.bind(program).move(R0, A1);
    check(kernel);
    describe(Signal.BY_KILL, kernel);
    code.constant(R1, 0).bind(send);
    send(kernel);

    toThread(send, kernel);
    withInformation(send, kernel);
    find(kernel);
  }

  private static void toThread(Label send, KernelCode kernel) {
    Code code = kernel.call(4266);
    Label known = new Label();
    inProcess(kernel).jump(known);
    kernel.call(4236);
    code.branch(Opcode.BGE, 0, A0, kernel.failure(Errno.EINVAL));
    code.move(S3, A0).move(R0, A1).bind(known);
    findThread(kernel);
    check(kernel);
    describe(Signal.BY_THREAD_KILL, kernel);
    code.move(R1, S0).jump(send);
  }

  /** S3: the thread $a1 of the process $a0, which there has to be, R0: the signal $a2. */
  private static Code inProcess(KernelCode kernel) {
    Code code = kernel.code();
    Label invalid = kernel.failure(Errno.EINVAL);
    code.branch(Opcode.BGE, 0, A0, invalid).branch(Opcode.BGE, 0, A1, invalid);
    code.addImmediate(T0, A0, -KernelImage.PROCESS_ID);
    code.branchUnlessZero(T0, kernel.failure(Errno.ESRCH));
    return code.move(S3, A1).move(R0, A2);
  }

  /** The program says what the signal's receiver is told. */
  private static void withInformation(Label send, KernelCode kernel) {
    Code code = kernel.call(4332);
    Label known = new Label();
    Label thread = new Label();
    inProcess(kernel).move(S4, A3).constant(S5, 1).jump(known);
    kernel.call(4198);
    code.move(S3, A0).move(R0, A1).move(S4, A2).constant(S5, 0).bind(known);
    kernel.checkAccess(S4, Signal.INFORMATION_BYTES, Errno.EFAULT);
    for (int at = 4; at < 4 * Queued.INFORMATION_WORDS; at += 4) {
      code.loadWord(T0, S4, at);
      kernel.store(T0, KernelData.SIGNAL + at);
    }
    Label honest = new Label();
    Label suspect = new Label();
    kernel.load(T1, KernelData.SIGNAL + SignalQueue.CODE).branch(Opcode.BGE, T1, 0, suspect);
    code.addImmediate(T0, T1, -Signal.BY_THREAD_KILL).branchUnlessZero(T0, honest).bind(suspect);
    code.loadWord(T0, THREAD, ThreadBlock.ID);
    code.branch(Opcode.BNE, T0, S3, kernel.failure(Errno.EPERM)).bind(honest);
    code.branchUnlessZero(S5, thread);
    Label program = new Label();
    findProgram(program, kernel);
    code.bind(program);
    check(kernel);
    code.constant(R1, 0).jump(send).bind(thread);
    findThread(kernel);
    check(kernel);
    code.move(R1, S0).jump(send);
  }

  /** Any of its threads stands for the program. Fails the call if S3 is none's number. */
  private static void findProgram(Label found, KernelCode kernel) {
    kernel.code().constant(T0, KernelImage.PROCESS_ID).branch(Opcode.BEQ, S3, T0, found);
    findThread(kernel);
  }

  /** S0: the block of the thread with the number S3; fails the call if there is none. */
  private static void findThread(KernelCode kernel) {
    Code code = kernel.code().move(R2, S3).call(LINK0, kernel.routine(Routine.FIND_THREAD));
    code.branchIfZero(S0, kernel.failure(Errno.ESRCH));
  }

  /** Fails the call if R0 is no signal; it has succeeded if that is 0. Changes T0. */
  private static void check(KernelCode kernel) {
    Code code = kernel.code();
    Label some = new Label();
    code.branchUnlessZero(R0, some);
    kernel.succeed(0);
    code.bind(some).immediate(Opcode.SLTU, T0, R0, KernelData.MAX_SIGNAL + 1);
    code.branchIfZero(T0, kernel.failure(Errno.EINVAL));
  }

  /** Sends the signal R0 to the thread R1 or to any, and returns from the call. */
  private static void send(KernelCode kernel) {
    Code code = kernel.code().call(LINK1, kernel.routine(Routine.SIGNAL_SEND));
    code.branchUnlessZero(R3, kernel.failure(Errno.EAGAIN));
    kernel.succeed(0);
  }

  /** The signal to be sent comes from the program itself in one of its ways. Changes T0. */
  static void describe(int how, KernelCode kernel) {
    Code code = kernel.code().constant(T0, how);
    kernel.store(T0, KernelData.SIGNAL + SignalQueue.CODE);
    code.constant(T0, KernelImage.PROCESS_ID);
    kernel.store(0, KernelData.SIGNAL + SignalQueue.ERROR);
    kernel.store(T0, KernelData.SIGNAL + SignalQueue.FIELDS);
    for (int at = SignalQueue.FIELDS + 4; at < 4 * Queued.INFORMATION_WORDS; at += 4) {
      kernel.store(0, KernelData.SIGNAL + at);
    }
  }

  /**
   * FIND_THREAD, by LINK0: S0: the block of the thread with the number R2, or 0. Changes S1, T0.
   */
  private static void find(KernelCode kernel) {
    Code code = kernel.begin(Routine.FIND_THREAD);
    Label none = new Label();
    Label skip = new Label();
    Label next = Scheduler.scan(none, kernel);
    code.loadWord(T0, S0, ThreadBlock.STATE).branchIfZero(T0, skip);
    code.loadWord(T0, S0, ThreadBlock.ID).branch(Opcode.BNE, T0, R2, skip).jumpTo(LINK0);
    Scheduler.scanOn(skip, next, code);
    code.bind(none).constant(S0, 0).jumpTo(LINK0);
  }
}
