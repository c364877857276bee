package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.A2;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S1;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.S3;
import static dev.provelet.guest.machine.Registers.S4;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.KernelData.Timer;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** alarm, setitimer, getitimer: one timer that everybody has. */
final class AlarmCalls {
  private static final int MILLION = 1_000_000;
  private static final int INTERVAL_BYTES = 16;

  private AlarmCalls() {}

  static void define(KernelCode kernel) {
    alarm(kernel);
    setInterval(kernel);
  }

  private static void alarm(KernelCode kernel) {
    Code code = kernel.call(4027);
    Label down = new Label();
    Label up = new Label();
    Label small = new Label();
    kernel.address(S4, KernelData.TIMERS).call(LINK0, kernel.routine(Routine.TIMER_LEFT));
    code.move(V0, T1).branchIfZero(T2, down).branchIfZero(T1, up).constant(T0, 500_000_000);
    code.branch(Opcode.BLTU, T2, T0, down).bind(up).addImmediate(V0, V0, 1).bind(down);
    code.move(S0, A0).branch(Opcode.BGE, A0, 0, small).constant(S0, Integer.MAX_VALUE).bind(small);
    code.constant(S1, 0).constant(S2, 0).constant(S3, 0).constant(T0, Signal.ALRM);
    code.storeWord(T0, S4, Timer.SIGNAL).constant(R1, 0);
    code.call(LINK1, kernel.routine(Routine.TIMER_SET));
    kernel.succeed();
  }

  /** setitimer, getitimer. */
  private static void setInterval(KernelCode kernel) {
    Code code = kernel.call(4104);
    Label given = new Label();
    Label known = new Label();
    Label unasked = new Label();
    Label processor = new Label();
    Label done = new Label();
    Label invalid = kernel.failure(Errno.EINVAL);
    code.immediate(Opcode.SLTU, T0, A0, 3).branchIfZero(T0, invalid);
    code.constant(S0, 0).constant(S1, 0).constant(S2, 0).constant(S3, 0);
    code.branchUnlessZero(A1, given).jump(known).bind(given);
    kernel.checkAccess(A1, INTERVAL_BYTES, Errno.EFAULT);
    code.loadWord(S2, A1, 0).loadWord(S3, A1, 4).loadWord(S0, A1, 8).loadWord(S1, A1, 12);
    for (int[] time : new int[][] {{S0, S1}, {S2, S3}}) {
      code.branch(Opcode.BLT, time[0], 0, invalid).constant(T0, MILLION);
      code.branch(Opcode.BGEU, time[1], T0, invalid).constant(T0, 1000);
      code.alu(Opcode.MUL, time[1], time[1], T0);
    }
    code.bind(known).branchIfZero(A2, unasked);
    tellInterval(A2, kernel);
    code.bind(unasked).branchUnlessZero(A0, processor).constant(T0, Signal.ALRM);
    kernel.address(S4, KernelData.TIMERS).storeWord(T0, S4, Timer.SIGNAL).constant(R1, 0);
    code.call(LINK1, kernel.routine(Routine.TIMER_SET)).jump(done);
    code.bind(processor).alu(Opcode.OR, T0, S0, S1);
    code.branchUnlessZero(T0, kernel.end(Verdict.PROCESSOR_TIMER)).bind(done);
    kernel.succeed(0);

    kernel.call(4105);
    code.immediate(Opcode.SLTU, T0, A0, 3).branchIfZero(T0, invalid);
    tellInterval(A1, kernel);
    kernel.succeed(0);
  }

  /** An address is told of the timer $a0. Changes S4, T0 to T4, what checkAccess does. */
  private static void tellInterval(int address, KernelCode kernel) {
    Code code = kernel.code();
    Label none = new Label();
    Label done = new Label();
    kernel.checkAccess(address, INTERVAL_BYTES, Errno.EFAULT).branchUnlessZero(A0, none);
    kernel.address(S4, KernelData.TIMERS).call(LINK0, kernel.routine(Routine.TIMER_LEFT));
    code.constant(T0, 1000).alu(Opcode.DIVU, T2, T2, T0);
    code.storeWord(T1, address, 8).storeWord(T2, address, 12);
    code.loadWord(T1, S4, Timer.INTERVAL_SECONDS).loadWord(T2, S4, Timer.INTERVAL_NANOSECONDS);
    code.alu(Opcode.DIVU, T2, T2, T0).storeWord(T1, address, 0).storeWord(T2, address, 4);
    code.jump(done).bind(none);
    for (int at = 0; at < INTERVAL_BYTES; at += 4) {
      code.storeWord(0, address, at);
    }
    code.bind(done);
  }
}
