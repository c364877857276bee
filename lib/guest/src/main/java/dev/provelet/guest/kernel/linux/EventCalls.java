package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.K1;
import static dev.provelet.guest.machine.Registers.KERNEL;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.R3;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S1;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.S3;
import static dev.provelet.guest.machine.Registers.S4;
import static dev.provelet.guest.machine.Registers.S5;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;
import static dev.provelet.guest.machine.Registers.T4;
import static dev.provelet.guest.machine.Registers.T5;
import static dev.provelet.guest.machine.Registers.T7;
import static dev.provelet.guest.machine.Registers.THREAD;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.OpenFile;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.KernelData.Event;
import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** eventfd: counters of 64 bits that can be waited for. */
final class EventCalls {
  /** EFD_SEMAPHORE: a read takes one. */
  private static final int SEMAPHORE = 1;

  private static final int COUNT_BYTES = 8;

  private EventCalls() {}

  static void define(KernelCode kernel) {
    Code code = kernel.call(4319);
    Label make = new Label();
    code.constant(S3, 0).jump(make);
    // eventfd2
    kernel.call(4325);
    code.constant(T0, ~(SEMAPHORE | PipeCalls.NONBLOCK | Descriptors.CLOSE_ON_EXECUTE));
    code.alu(Opcode.AND, T0, T0, A1).branchUnlessZero(T0, kernel.failure(Errno.EINVAL));
    code.move(S3, A1).bind(make);
    OpenFile.unused(OpenFile.FIRST_EVENT, KernelData.MAX_EVENTS, kernel);
    code.constant(R0, 0);
    Descriptors.open(S3, kernel);
    OpenFile.word(T0, S2, code).immediate(Opcode.AND, T1, S3, PipeCalls.NONBLOCK);
    code.storeWord(T1, T0, KernelData.FLAGS);
    locate(T4, code);
    code.storeWord(A0, T4, at(Event.LOW)).storeWord(0, T4, at(Event.HIGH));
    code.immediate(Opcode.AND, T1, S3, SEMAPHORE).storeWord(T1, T4, at(Event.SEMAPHORE));
    code.move(V0, R0);
    kernel.succeed();
  }

  /** A register: the eventfd that is the file S2; all of it lies {@link #at} there. */
  private static void locate(int register, Code code) {
    code.immediate(Opcode.SLL, register, S2, 4).add(register, register, KERNEL);
  }

  private static int at(int field) {
    return KernelData.EVENTS - Event.SIZE * OpenFile.FIRST_EVENT + field;
  }

  /** A read of the eventfd S2 to the buffers from S3 on; the thread waits and goes on at again. */
  static void read(Label again, KernelCode kernel) {
    Code code = kernel.code();
    Label enough = new Label();
    code.immediate(Opcode.SLTU, T0, S4, COUNT_BYTES).branchIfZero(T0, enough);
    code.branchUnlessZero(S4, kernel.failure(Errno.EINVAL));
    nothing(IoVectors.READ_VECTOR, kernel);
    code.bind(enough);
    take(again, kernel);
    kernel.address(R1, KernelData.SCRATCH).constant(T5, COUNT_BYTES);
    IoVectors.scatter(kernel);
    kernel.succeed(COUNT_BYTES);
  }

  /** No bytes are a vector's that is empty; read and write fail. */
  private static void nothing(int vector, KernelCode kernel) {
    Code code = kernel.code().addImmediate(T0, V0, -vector);
    code.branchUnlessZero(T0, kernel.failure(Errno.EINVAL));
    kernel.succeed(0);
  }

  /**
   * Takes from the eventfd S2 what a read gets, to the kernel's scratch; if it has nothing, the
   * thread waits and goes on at again. Changes R3, S0, S1, T0 to T5 and LINK0.
   */
  private static void take(Label again, KernelCode kernel) {
    Code code = kernel.code();
    Label some = new Label();
    Label one = new Label();
    Label taken = new Label();
    Label lowest = new Label();
    locate(T4, code);
    code.loadWord(S0, T4, at(Event.LOW)).loadWord(S1, T4, at(Event.HIGH));
    code.alu(Opcode.OR, T0, S0, S1).branchUnlessZero(T0, some);
    waitForChange(kernel.failure(Errno.EAGAIN), again, kernel);

    code.bind(some).loadWord(T0, T4, at(Event.SEMAPHORE)).branchUnlessZero(T0, one);
    code.storeWord(0, T4, at(Event.LOW)).storeWord(0, T4, at(Event.HIGH)).jump(taken);
    code.bind(one).branchUnlessZero(S0, lowest).addImmediate(S1, S1, -1).bind(lowest);
    code.addImmediate(S0, S0, -1).storeWord(S0, T4, at(Event.LOW));
    code.storeWord(S1, T4, at(Event.HIGH)).constant(S0, 1).constant(S1, 0).bind(taken);
    kernel.store(S0, KernelData.SCRATCH + kernel.lowAt(0));
    kernel.store(S1, KernelData.SCRATCH + kernel.highAt(0));
    changed(PollCalls.WRITABLE, kernel);
  }

  /**
   * A write of the buffers from S3 on, S4 bytes, to the eventfd S2. As Linux has it, each is a
   * write of its own, of eight bytes or more, and one of more than eight is the last. It waits as
   * long as its count does not fit.
   */
  static void write(KernelCode kernel) {
    Code code = kernel.code();
    Label first = new Label();
    Label full = new Label();
    Label fits = new Label();
    Label again = new Label();
    Label invalid = new Label();
    Label never = new Label();
    Label done = new Label();
    code.branchUnlessZero(S4, first);
    nothing(IoVectors.WRITE_VECTOR, kernel);
    code.bind(first);
    IoVectors.next(code);
    Label found = code.here();
    code.immediate(Opcode.SLTU, T0, R2, COUNT_BYTES).branchUnlessZero(T0, invalid);
    kernel.address(R0, KernelData.SCRATCH).constant(T7, COUNT_BYTES);
    code.call(LINK1, kernel.routine(Routine.COPY));
    kernel.load(S0, KernelData.SCRATCH + kernel.lowAt(0));
    kernel.load(S1, KernelData.SCRATCH + kernel.highAt(0));
    unlessLargest(S0, S1, invalid, code);
    Label add = code.here();
    locate(T4, code);
    // R0, R1: the sum, with what it carries out in T2
    code.loadWord(T0, T4, at(Event.LOW)).loadWord(T1, T4, at(Event.HIGH));
    code.add(R0, S0, T0).alu(Opcode.SLTU, T0, R0, T0).add(R1, S1, T1);
    code.alu(Opcode.SLTU, T2, R1, T1).add(R1, R1, T0).alu(Opcode.SLTU, T0, R1, T0);
    code.alu(Opcode.OR, T2, T2, T0).branchUnlessZero(T2, full);
    unlessLargest(R0, R1, full, code);
    code.jump(fits).bind(full).storeWord(S0, THREAD, ThreadBlock.EVENT_LOW);
    code.storeWord(S1, THREAD, ThreadBlock.EVENT_HIGH).storeWord(S5, THREAD, ThreadBlock.WRITTEN);
    waitForChange(never, again, kernel);

    Label next = new Label();
    code.bind(fits).storeWord(R0, T4, at(Event.LOW)).storeWord(R1, T4, at(Event.HIGH));
    changed(PollCalls.READABLE, kernel);
    code.addImmediate(S5, S5, COUNT_BYTES).addImmediate(T0, R2, -COUNT_BYTES);
    code.branchUnlessZero(T0, done).bind(next).branchIfZero(S4, done);
    IoVectors.next(code);
    code.branchIfZero(R2, next).jump(found);
    code.bind(invalid).branchIfZero(S5, kernel.failure(Errno.EINVAL)).jump(done);
    code.bind(never);
    IoVectors.end(Errno.EAGAIN, done, kernel);
    code.bind(again);
    goOn(add, kernel);
  }

  /** After a wait: R2, S3 to S5 are as they were. The count to be added is the one kept. */
  private static void goOn(Label add, KernelCode kernel) {
    Code code = kernel.code().loadWord(K1, THREAD, ThreadBlock.CALLER);
    code.loadWord(S5, THREAD, ThreadBlock.WRITTEN);
    Label gone = new Label();
    Descriptors.find(A0, gone, code);
    code.addImmediate(T0, S2, -OpenFile.FIRST_EVENT);
    code.immediate(Opcode.SLTU, T0, T0, KernelData.MAX_EVENTS).branchIfZero(T0, gone);
    code.call(LINK1, kernel.routine(Routine.CHECK_BUFFERS)).move(R0, S5);
    Label there = new Label();
    Label skip = code.here();
    // The program may have changed the vector meanwhile, so that it ends before.
    code.constant(R2, 0).branchIfZero(S4, there);
    IoVectors.next(code);
    code.branch(Opcode.BLTU, R0, R2, there).subtract(R0, R0, R2).jump(skip);
    code.bind(there).loadWord(S0, THREAD, ThreadBlock.EVENT_LOW);
    code.loadWord(S1, THREAD, ThreadBlock.EVENT_HIGH).jump(add).bind(gone);
    IoVectors.end(Errno.EBADF, new Label(), kernel);
  }

  /**
   * R1: what holds of the eventfd S2: there is something to read, there is room for one more.
   * Changes T0 to T2.
   */
  static void readiness(Code code) {
    locate(T2, code);
    code.loadWord(T0, T2, at(Event.LOW)).loadWord(T1, T2, at(Event.HIGH));
    code.alu(Opcode.OR, R1, T0, T1).alu(Opcode.SLTU, R1, 0, R1).addImmediate(T1, T1, 1);
    code.addImmediate(T0, T0, 2).immediate(Opcode.SLTU, T0, T0, 2).alu(Opcode.SLTU, T1, 0, T1);
    code.immediate(Opcode.XOR, T0, T0, 1).alu(Opcode.OR, T0, T0, T1);
    code.immediate(Opcode.SLL, T0, T0, 2).alu(Opcode.OR, R1, R1, T0);
  }

  /** Branches if a number has all its 64 bits. Changes T3. */
  private static void unlessLargest(int low, int high, Label largest, Code code) {
    code.alu(Opcode.AND, T3, low, high).addImmediate(T3, T3, 1).branchIfZero(T3, largest);
  }

  /** Branches if the file S2 never lets wait; else the thread does, and goes on at again. */
  private static void waitForChange(Label never, Label again, KernelCode kernel) {
    Code code = kernel.code();
    PipeCalls.unlessWaiting(never, code);
    code.storeWord(0, THREAD, ThreadBlock.TIMED).address(R3, again);
    code.jump(kernel.routine(Routine.WAIT_THEN_AGAIN));
  }

  /** Who waits for the file S2 to become so looks again. */
  private static void changed(int event, KernelCode kernel) {
    Code code = kernel.code().move(T4, S2).constant(T5, event);
    code.call(LINK0, kernel.routine(Routine.NOTE_EDGE));
    code.call(LINK0, kernel.routine(Routine.WAKE_AGAIN));
  }
}
