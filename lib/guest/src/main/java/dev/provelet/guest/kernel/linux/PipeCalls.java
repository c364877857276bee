package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.KERNEL;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.LINK2;
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
import static dev.provelet.guest.machine.Registers.T4;
import static dev.provelet.guest.machine.Registers.T5;
import static dev.provelet.guest.machine.Registers.T7;
import static dev.provelet.guest.machine.Registers.THREAD;
import static dev.provelet.guest.machine.Registers.V0;
import static dev.provelet.guest.machine.Registers.V1;

import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.OpenFile;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.KernelData.Pipe;
import dev.provelet.guest.machine.ThreadBlock;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/**
 * pipe, pipe2, and what reading and writing pipes is. A pipe holds 64 KiB, from its buffer's
 * beginning on whenever it is empty. The buffers of all lie together, among the mappings: no call
 * gives them to the program.
 */
final class PipeCalls {
  static final int CAPACITY = KernelData.PIPE_BUFFER;

  /** O_NONBLOCK. */
  static final int NONBLOCK = 0x80;

  /** PIPE_BUF: what is written as a whole or not at all. */
  static final int WHOLE = 4096;

  private PipeCalls() {}

  static void define(KernelCode kernel) {
    make(kernel);
    read(kernel);
    write(kernel);
  }

  /** The pipe of which S2 is an end; all of it lies {@link #at} there. */
  static void locate(int register, Code code) {
    code.immediate(Opcode.AND, register, S2, -2).immediate(Opcode.SLL, register, register, 3);
    code.add(register, register, KERNEL);
  }

  static int at(int field) {
    return KernelData.PIPES - Pipe.SIZE / 2 * OpenFile.FIRST_PIPE + field;
  }

  /** T7: all flags, R2: whether it never waits, R3: whether registers return both descriptors. */
  private static void make(KernelCode kernel) {
    Code code = kernel.call(4042);
    Label make = new Label();
    code.constant(T7, 0).constant(R2, 0).constant(R3, 1).jump(make);
    kernel.call(4328);
    code.constant(T0, ~(NONBLOCK | Descriptors.CLOSE_ON_EXECUTE)).alu(Opcode.AND, T0, T0, A1);
    code.branchUnlessZero(T0, kernel.failure(Errno.EINVAL));
    kernel.checkAccess(A0, 8, Errno.EFAULT);
    code.move(T7, A1).immediate(Opcode.AND, R2, A1, NONBLOCK).constant(R3, 0).bind(make);

    Label found = new Label();
    Label allocated = new Label();
    code.constant(S2, OpenFile.FIRST_PIPE);
    Label next = code.here();
    code.immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_PIPE + 2 * KernelData.MAX_PIPES);
    code.branchIfZero(T0, kernel.failure(Errno.ENFILE));
    OpenFile.word(T2, S2, code).loadWord(T0, T2, KernelData.USES);
    code.loadWord(T1, T2, KernelData.USES + 4).alu(Opcode.OR, T0, T0, T1).branchIfZero(T0, found);
    code.addImmediate(S2, S2, 2).jump(next);
    code.bind(found).constant(R0, 0).call(LINK0, kernel.routine(Routine.FREE_DESCRIPTOR));
    code.move(S0, R0).addImmediate(R0, R0, 1);
    code.call(LINK0, kernel.routine(Routine.FREE_DESCRIPTOR)).move(S1, R0);

    kernel.load(S4, KernelData.PIPE_BUFFERS).addImmediate(T0, S4, 1);
    code.branchUnlessZero(T0, allocated);
    allocate(kernel);
    code.bind(allocated).addImmediate(T0, S2, -OpenFile.FIRST_PIPE).constant(T1, CAPACITY / 2);
    code.alu(Opcode.MUL, T0, T0, T1).add(S4, S4, T0);
    locate(S3, code);
    code.storeWord(S4, S3, at(Pipe.BUFFER));
    code.storeWord(S4, S3, at(Pipe.FROM)).storeWord(S4, S3, at(Pipe.TO));
    kernel.load(T0, KernelData.NEXT_NODE).storeWord(T0, S3, at(Pipe.NODE));
    code.addImmediate(T0, T0, 1);
    kernel.store(T0, KernelData.NEXT_NODE);

    Label registers = new Label();
    OpenFile.word(T2, S2, code).storeWord(R2, T2, KernelData.FLAGS);
    code.storeWord(R2, T2, KernelData.FLAGS + 4);
    code.move(R0, S0).call(LINK0, kernel.routine(Routine.OPEN_DESCRIPTOR));
    Descriptors.closeOnExecute(T7, kernel);
    code.move(R0, S1).addImmediate(S2, S2, 1);
    code.call(LINK0, kernel.routine(Routine.OPEN_DESCRIPTOR));
    Descriptors.closeOnExecute(T7, kernel);
    code.branchUnlessZero(R3, registers).storeWord(S0, A0, 0).storeWord(S1, A0, 4);
    kernel.succeed(0);
    code.bind(registers).move(V0, S0).move(V1, S1);
    kernel.succeed();
  }

  /** S4: where the buffers of all pipes are from now on. Changes S3, S5, T0. */
  private static void allocate(KernelCode kernel) {
    MemoryCalls.findEnd(kernel);
    Code code = kernel.code().move(S4, S3).constant(T0, KernelData.PIPE_BUFFER_BYTES);
    code.add(S5, S3, T0).constant(T0, kernel.layout().heapEnd());
    code.branch(Opcode.BLTU, T0, S5, kernel.failure(Errno.ENFILE));
    kernel.store(S5, KernelData.MAP_END);
    kernel.store(S4, KernelData.PIPE_BUFFERS);
  }

  /**
   * Branches unless the file S2 is the end to write to of the thread's own pipe. Changes T0, T1.
   */
  static void unlessWaitedFor(Label other, Code code) {
    code.addImmediate(T0, S2, -OpenFile.FIRST_PIPE);
    code.immediate(Opcode.SLTU, T0, T0, 2 * KernelData.MAX_PIPES).branchIfZero(T0, other);
    code.immediate(Opcode.AND, T0, S2, 1).branchIfZero(T0, other);
    locate(T0, code);
    code.loadWord(T0, T0, at(Pipe.NODE)).loadWord(T1, THREAD, ThreadBlock.PIPE_NODE);
    code.branch(Opcode.BNE, T0, T1, other);
  }

  /** Branches if the file S2 never lets wait. Changes T0. */
  static void unlessWaiting(Label never, Code code) {
    OpenFile.word(T0, S2, code).loadWord(T0, T0, KernelData.FLAGS);
    code.immediate(Opcode.AND, T0, T0, NONBLOCK).branchUnlessZero(T0, never);
  }

  /**
   * PIPE_READ, by LINK2: up to S4 bytes from the end S2 to the buffers from S3 on; R0: how many, 0
   * at the end. If there are none yet, the thread waits and goes on at R3. Changes what COPY does,
   * S0, S1, S3, S4, T4, T5, LINK0.
   */
  private static void read(KernelCode kernel) {
    Code code = kernel.begin(Routine.PIPE_READ);
    Label done = new Label();
    Label some = new Label();
    Label all = new Label();
    Label left = new Label();
    code.constant(R0, 0).branchIfZero(S4, done);
    locate(T4, code);
    code.loadWord(S0, T4, at(Pipe.FROM)).loadWord(S1, T4, at(Pipe.TO)).subtract(T5, S1, S0);
    code.branchUnlessZero(T5, some);
    OpenFile.word(T0, S2, code).loadWord(T0, T0, KernelData.USES + 4).branchIfZero(T0, done);
    unlessWaiting(kernel.failure(Errno.EAGAIN), code);
    code.jump(kernel.routine(Routine.WAIT_THEN_AGAIN));

    code.bind(some).branch(Opcode.BGEU, S4, T5, all).move(T5, S4);
    code.bind(all).move(S4, T5).move(R1, S0);
    IoVectors.scatter(kernel);
    code.branch(Opcode.BNE, R1, S1, left);
    code.loadWord(R1, T4, at(Pipe.BUFFER)).storeWord(R1, T4, at(Pipe.TO));
    // Who wants to write is told once there is room for something whole.
    Label roomy = new Label();
    code.bind(left).storeWord(R1, T4, at(Pipe.FROM)).subtract(T0, S1, S0);
    code.constant(T1, CAPACITY - WHOLE).branch(Opcode.BGEU, T1, T0, roomy);
    code.immediate(Opcode.XOR, T4, S2, 1).constant(T5, EpollWatches.withKin(PollCalls.WRITABLE));
    code.call(LINK0, kernel.routine(Routine.NOTE_EDGE)).bind(roomy);
    code.call(LINK0, kernel.routine(Routine.WAKE_AGAIN)).move(R0, S4);
    code.bind(done).jumpTo(LINK2);
  }

  /**
   * PIPE_WRITE, jumped to: S4 bytes of the buffers from S3 on to the end S2, of which S5 have been
   * written already. While there is no room, the thread waits and goes on at R3. Returns from the
   * call.
   */
  private static void write(KernelCode kernel) {
    Code code = kernel.begin(Routine.PIPE_WRITE);
    Label done = new Label();
    Label fits = new Label();
    Label place = new Label();
    Label full = new Label();
    Label broken = new Label();
    Label never = new Label();
    code.branch(Opcode.BGEU, S5, S4, done);
    OpenFile.word(T0, S2, code).loadWord(T0, T0, KernelData.USES - 4).branchIfZero(T0, broken);
    locate(T4, code);
    code.loadWord(S0, T4, at(Pipe.FROM)).loadWord(S1, T4, at(Pipe.TO)).subtract(T0, S1, S0);
    code.constant(T5, CAPACITY).subtract(T5, T5, T0).subtract(T0, S4, S5);
    code.branch(Opcode.BGEU, T5, T0, fits);
    code.immediate(Opcode.SLTU, T1, S4, WHOLE + 1).branchUnlessZero(T1, full);
    code.branchIfZero(T5, full).jump(place);

    // T5: how many go into the pipe now
    code.bind(fits).move(T5, T0).bind(place);
    Label moved = new Label();
    code.loadWord(T0, T4, at(Pipe.BUFFER)).constant(T1, CAPACITY).add(T1, T0, T1);
    code.subtract(T1, T1, S1).branch(Opcode.BGEU, T1, T5, moved);
    code.move(R1, S0).subtract(T7, S1, S0).move(R0, T0).storeWord(T0, T4, at(Pipe.FROM));
    code.call(LINK1, kernel.routine(Routine.COPY)).move(S1, R0);
    code.bind(moved).move(R0, S1).move(R2, S5).add(S5, S5, T5);
    IoVectors.gather(kernel);
    code.storeWord(R0, T4, at(Pipe.TO));
    code.immediate(Opcode.XOR, T4, S2, 1).constant(T5, EpollWatches.withKin(PollCalls.READABLE));
    code.call(LINK0, kernel.routine(Routine.NOTE_EDGE));
    code.call(LINK0, kernel.routine(Routine.WAKE_AGAIN)).branch(Opcode.BGEU, S5, S4, done);

    code.bind(full);
    unlessWaiting(never, code);
    code.storeWord(S5, THREAD, ThreadBlock.WRITTEN);
    locate(T0, code);
    code.loadWord(T0, T0, at(Pipe.NODE)).storeWord(T0, THREAD, ThreadBlock.PIPE_NODE);
    code.jump(kernel.routine(Routine.WAIT_THEN_AGAIN));
    code.bind(never);
    IoVectors.end(Errno.EAGAIN, done, kernel);

    // Nobody will read it: that ends the program unless it has said otherwise.
    code.bind(broken).storeWord(S5, THREAD, ThreadBlock.WRITTEN);
    code.constant(R0, Signal.PIPE).move(R1, THREAD);
    SignalSending.describe(Signal.BY_KILL, kernel);
    code.call(LINK1, kernel.routine(Routine.SIGNAL_SEND));
    code.loadWord(V0, THREAD, ThreadBlock.WRITTEN);
    code.branchIfZero(V0, kernel.failure(Errno.EPIPE));
    kernel.succeed();
  }
}
