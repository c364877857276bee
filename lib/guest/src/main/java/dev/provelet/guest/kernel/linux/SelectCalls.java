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
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S1;
import static dev.provelet.guest.machine.Registers.S3;
import static dev.provelet.guest.machine.Registers.S4;
import static dev.provelet.guest.machine.Registers.S5;
import static dev.provelet.guest.machine.Registers.SP;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;
import static dev.provelet.guest.machine.Registers.T4;
import static dev.provelet.guest.machine.Registers.T5;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** select, pselect6. */
final class SelectCalls {
  static final int SELECT = 4142;
  static final int PSELECT = 4301;
  static final int PSELECT_WIDE = 4413;

  private static final int MILLION = 1_000_000;

  private static final int[] SETS = {A1, A2, A3};

  /** In the order of the sets: what makes a descriptor stay in one. */
  private static final int[] WANTED = {
    PollCalls.READABLE | PollCalls.ENDED | PollCalls.BROKEN,
    PollCalls.WRITABLE | PollCalls.BROKEN,
    0
  };

  private SelectCalls() {}

  /** S4: see {@link PollCalls}, R2: whether the sets are to be changed. */
  static void define(KernelCode kernel) {
    Code code = kernel.call(SELECT);
    Label first = new Label();
    limit(kernel);
    code.jump(first);
    Label masked = new Label();
    kernel.call(PSELECT);
    code.constant(S5, 0).jump(masked);
    kernel.call(PSELECT_WIDE);
    code.constant(S5, 1).bind(masked).loadWord(R0, SP, KernelCode.FIFTH_ARGUMENT);
    PollCalls.limit(R0, kernel);
    mask(kernel);
    code.bind(first).branch(Opcode.BLT, A0, 0, kernel.failure(Errno.EINVAL));
    checkSets(kernel);

    Label answer = new Label();
    Label answered = new Label();
    Label start = code.here();
    code.constant(R2, 0);
    Label scan = code.here();
    scan(kernel);
    code.branchUnlessZero(R2, answered).branchUnlessZero(S3, answer);
    PollCalls.Waiting waiting = new PollCalls.Waiting(kernel, start, answer);
    waiting.unlessBegun();
    code.loadWord(R0, SP, KernelCode.FIFTH_ARGUMENT);
    waiting.untilDeadline(R0);
    waiting.again();
    code.bind(answer).constant(R2, 1).jump(scan);
    code.bind(answered).call(LINK1, kernel.routine(Routine.TELL_TIME_LEFT)).move(V0, S3);
    kernel.succeed();
  }

  /** The sixth argument points to where the set lies and its size. */
  private static void mask(KernelCode kernel) {
    Code code = kernel.code();
    Label none = new Label();
    code.loadWord(R0, SP, KernelCode.SIXTH_ARGUMENT).branchIfZero(R0, none);
    kernel.checkAccess(R0, 8, Errno.EFAULT).loadWord(R1, R0, 4).loadWord(R0, R0, 0);
    SignalWaits.mask(R0, kernel);
    code.bind(none);
  }

  /**
   * A register: how many descriptors are looked at, for those that there cannot be are in no set.
   * Changes T0.
   */
  private static Code count(int register, KernelCode kernel) {
    Label few = new Label();
    Code code = kernel.code().move(register, A0).constant(T0, KernelData.MAX_DESCRIPTORS);
    return code.branch(Opcode.BGEU, T0, A0, few).move(register, T0).bind(few);
  }

  private static void checkSets(KernelCode kernel) {
    Code code = count(T2, kernel).addImmediate(T2, T2, 31).immediate(Opcode.SRL, T2, T2, 5);
    code.immediate(Opcode.SLL, T2, T2, 2);
    for (int set : SETS) {
      Label none = new Label();
      code.branchIfZero(set, none);
      kernel.checkAccessOf(set, T2, Errno.EFAULT).bind(none);
    }
  }

  /** select's time has microseconds, which may be more than a second. */
  private static void limit(KernelCode kernel) {
    Code code = kernel.code().constant(S4, PollCalls.FIRST);
    Label unlimited = new Label();
    code.loadWord(R0, SP, KernelCode.FIFTH_ARGUMENT).branchIfZero(R0, unlimited);
    kernel.checkAccess(R0, 8, Errno.EFAULT).loadWord(T1, R0, 0).loadWord(T2, R0, 4);
    code.constant(T3, MILLION).alu(Opcode.DIV, T0, T2, T3).add(T1, T1, T0);
    code.branch(Opcode.BLT, T1, 0, kernel.failure(Errno.EINVAL)).alu(Opcode.REM, T2, T2, T3);
    code.constant(T0, 1000).alu(Opcode.MUL, T2, T2, T0);
    PollCalls.limitToLoaded(kernel);
    code.bind(unlimited);
  }

  /** S3: how many bits of sets are ready; those that are not become 0 if R2 is not. */
  private static void scan(KernelCode kernel) {
    Code code = kernel.code();
    Label done = new Label();
    Label skip = new Label();
    count(S5, kernel).constant(S0, 0).constant(S3, 0);
    // S0: the descriptor, S5: how many there are, T4: where its word lies in a set, T5: its bit,
    // S1: the sets that have it
    Label next = code.here();
    code.branch(Opcode.BGEU, S0, S5, done).constant(S1, 0).constant(T5, 1);
    code.immediate(Opcode.SRL, T4, S0, 5).immediate(Opcode.SLL, T4, T4, 2);
    code.alu(Opcode.SLL, T5, T5, S0);
    for (int i = 0; i < SETS.length; i++) {
      Label none = new Label();
      code.branchIfZero(SETS[i], none).add(T0, SETS[i], T4).loadWord(T0, T0, 0);
      code.alu(Opcode.AND, T0, T0, T5).branchIfZero(T0, none);
      code.immediate(Opcode.OR, S1, S1, 1 << i).bind(none);
    }
    code.branchIfZero(S1, skip).move(R0, S0).call(LINK0, kernel.routine(Routine.READINESS));
    code.addImmediate(T0, R1, -PollCalls.INVALID).branchIfZero(T0, kernel.failure(Errno.EBADF));
    for (int i = 0; i < SETS.length; i++) {
      Label kept = new Label();
      Label ready = new Label();
      code.immediate(Opcode.AND, T0, S1, 1 << i).branchIfZero(T0, kept);
      code.immediate(Opcode.AND, T0, R1, WANTED[i]).branchUnlessZero(T0, ready);
      code.branchIfZero(R2, kept).add(T1, SETS[i], T4).loadWord(T0, T1, 0);
      code.alu(Opcode.XOR, T0, T0, T5).storeWord(T0, T1, 0).jump(kept);
      code.bind(ready).addImmediate(S3, S3, 1).bind(kept);
    }
    code.bind(skip).addImmediate(S0, S0, 1).jump(next).bind(done);
  }
}
