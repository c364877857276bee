package dev.provelet.guest.kernel;

import static dev.provelet.guest.lower.Registers.A0;
import static dev.provelet.guest.lower.Registers.A1;
import static dev.provelet.guest.lower.Registers.A2;
import static dev.provelet.guest.lower.Registers.A3;
import static dev.provelet.guest.lower.Registers.LINK0;
import static dev.provelet.guest.lower.Registers.R0;
import static dev.provelet.guest.lower.Registers.R1;
import static dev.provelet.guest.lower.Registers.S0;
import static dev.provelet.guest.lower.Registers.S2;
import static dev.provelet.guest.lower.Registers.SP;
import static dev.provelet.guest.lower.Registers.T0;
import static dev.provelet.guest.lower.Registers.T1;
import static dev.provelet.guest.lower.Registers.T2;
import static dev.provelet.guest.lower.Registers.THREAD;
import static dev.provelet.guest.lower.Registers.V0;

import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.lower.ThreadBlock;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/**
 * As much of epoll and eventfd as Go's timers need: there is one eventfd, and nothing else can be
 * watched.
 */
final class EventCalls {
  private static final int ADD = 1;
  private static final int READABLE = 1;
  private static final int COUNT_BYTES = 8;

  /** An event, and where in it its data lies. */
  private static final int EVENT_BYTES = 16;

  private static final int DATA = 8;

  private EventCalls() {}

  static void define(KernelCode kernel) {
    // epoll_create, epoll_create1
    Code code = kernel.call(4248, 4326);
    code.constant(S2, OpenFile.POLL).constant(R0, 0);
    Descriptors.openThenSucceed(kernel);
    // eventfd, eventfd2: there is one
    kernel.call(4319, 4325);
    kernel.load(T0, KernelData.USES + 4 * OpenFile.EVENT);
    code.branchUnlessZero(T0, kernel.failure(Errno.EMFILE));
    code.constant(S2, OpenFile.EVENT).constant(R0, 0);
    Descriptors.open(kernel);
    kernel.store(A0, KernelData.EVENT_COUNT);
    code.move(V0, R0);
    kernel.succeed();
    watch(kernel);
    await(kernel);
  }

  /**
   * The running thread's wait ends after so many milliseconds, or never. Changes what SET_DEADLINE
   * does.
   */
  static void deadline(int milliseconds, Label never, KernelCode kernel) {
    Code code = kernel.code();
    code.storeWord(0, THREAD, ThreadBlock.TIMED).branch(Opcode.BLT, milliseconds, 0, never);
    code.constant(T0, 1000).alu(Opcode.DIVU, T1, milliseconds, T0);
    code.alu(Opcode.REMU, T2, milliseconds, T0);
    code.constant(T0, 1_000_000).alu(Opcode.MUL, T2, T2, T0).constant(R1, 0);
    code.call(LINK0, kernel.routine(Routine.SET_DEADLINE));
  }

  private static void watch(KernelCode kernel) {
    Code code = kernel.call(4249);
    Label done = new Label();
    Descriptors.find(A2, kernel);
    code.addImmediate(T0, S2, -OpenFile.EVENT);
    code.branchUnlessZero(T0, kernel.failure(Errno.EPERM));
    code.addImmediate(T0, A1, -ADD).branchUnlessZero(T0, done);
    kernel.checkAccess(A3, EVENT_BYTES, Errno.EFAULT);
    code.loadWord(T0, A3, DATA).loadWord(T1, A3, DATA + 4);
    kernel.store(T0, KernelData.EVENT_DATA);
    kernel.store(T1, KernelData.EVENT_DATA + 4);
    code.bind(done);
    kernel.succeed(0);
  }

  /** epoll_wait, epoll_pwait: for so many milliseconds, for ever if that is negative. */
  private static void await(KernelCode kernel) {
    Code code = kernel.call(4313);
    code.loadWord(R0, SP, KernelCode.FIFTH_ARGUMENT).loadWord(R1, SP, KernelCode.SIXTH_ARGUMENT);
    SignalWaits.mask(R0, kernel);
    kernel.call(4250);
    Label wait = new Label();
    Label forever = new Label();
    code.branch(Opcode.BGE, 0, A2, kernel.failure(Errno.EINVAL));
    kernel.checkAccess(A1, EVENT_BYTES, Errno.EFAULT);
    kernel.load(T0, KernelData.EVENT_COUNT);
    code.branchIfZero(T0, wait);
    tell(kernel, A1);
    kernel.succeed(1);

    Label now = new Label();
    code.bind(wait).branchIfZero(A3, now);
    deadline(A3, forever, kernel);
    code.bind(forever).storeWord(A1, THREAD, ThreadBlock.EVENTS);
    Scheduler.waitThenSucceed(ThreadBlock.STATE_EVENTS, kernel);
    code.bind(now);
    kernel.succeed(0);
  }

  /** Writes the eventfd's event to an address. Changes T0. */
  private static void tell(KernelCode kernel, int address) {
    Code code = kernel.code();
    code.constant(T0, READABLE).storeWord(T0, address, 0);
    kernel.load(T0, KernelData.EVENT_DATA);
    code.storeWord(T0, address, DATA);
    kernel.load(T0, KernelData.EVENT_DATA + 4);
    code.storeWord(T0, address, DATA + 4);
  }

  /** A read of the eventfd, to $a1. */
  static void read(KernelCode kernel) {
    Code code = kernel.code().immediate(Opcode.SLTU, T0, A2, COUNT_BYTES);
    code.branchUnlessZero(T0, kernel.failure(Errno.EINVAL));
    kernel.load(T0, KernelData.EVENT_COUNT);
    code.branchIfZero(T0, kernel.failure(Errno.EAGAIN));
    code.storeWord(T0, A1, kernel.lowAt(0)).storeWord(0, A1, kernel.highAt(0));
    kernel.store(0, KernelData.EVENT_COUNT);
    kernel.succeed(COUNT_BYTES);
  }

  /** A write of $a2 bytes at $a1 to the eventfd: who waits for it goes on. */
  static void write(KernelCode kernel) {
    Code code = kernel.code();
    Label skip = new Label();
    Label done = new Label();
    code.immediate(Opcode.SLTU, T0, A2, COUNT_BYTES);
    code.branchUnlessZero(T0, kernel.failure(Errno.EINVAL)).loadWord(T1, A1, kernel.lowAt(0));
    kernel.load(T0, KernelData.EVENT_COUNT);
    code.add(T0, T0, T1);
    kernel.store(T0, KernelData.EVENT_COUNT);
    code.branchIfZero(T0, done);
    Label next = Scheduler.scan(done, kernel);
    code.loadWord(T0, S0, ThreadBlock.STATE).addImmediate(T0, T0, -ThreadBlock.STATE_EVENTS);
    code.branchUnlessZero(T0, skip).loadWord(S2, S0, ThreadBlock.EVENTS);
    tell(kernel, S2);
    Scheduler.ready(S0, 1, code);
    Scheduler.scanOn(skip, next, code);
    code.bind(done).call(LINK0, kernel.routine(Routine.WAKE_AGAIN));
    kernel.succeed(COUNT_BYTES);
  }
}
