package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.A2;
import static dev.provelet.guest.machine.Registers.A3;
import static dev.provelet.guest.machine.Registers.KERNEL;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
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
import static dev.provelet.guest.machine.Registers.T4;
import static dev.provelet.guest.machine.Registers.T7;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.kernel.core.Errno;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.OpenFile;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.KernelData.Watch;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/** epoll, of everything but other epolls. */
final class EpollCalls {
  /** The upper bits of a watch's events are no events but say how to tell of them. */
  static final int OPTION_BITS = 4;

  private static final int OPTIONS = 0xf000_0000;
  private static final int EXCLUSIVE = 1 << 28;
  private static final int ONE_SHOT = 1 << 30;

  private static final int ADD = 1;
  private static final int REMOVE = 2;
  private static final int MODIFY = 3;

  /** An event, and where in it its data lies. */
  private static final int EVENT_BYTES = 16;

  private static final int DATA = 8;
  private static final int MOST_EVENTS = Integer.MAX_VALUE / EVENT_BYTES;

  private EpollCalls() {}

  static void define(KernelCode kernel) {
    Code code = kernel.call(4248);
    Label make = new Label();
    code.branch(Opcode.BGE, 0, A0, kernel.failure(Errno.EINVAL)).constant(S3, 0).jump(make);
    // epoll_create1
    kernel.call(4326);
    code.constant(T0, ~Descriptors.CLOSE_ON_EXECUTE).alu(Opcode.AND, T0, T0, A0);
    code.branchUnlessZero(T0, kernel.failure(Errno.EINVAL)).move(S3, A0).bind(make);
    OpenFile.unused(OpenFile.FIRST_POLL, KernelData.MAX_POLLS, kernel);
    code.constant(R0, 0);
    Descriptors.open(S3, kernel);
    OpenFile.word(T0, S2, code).storeWord(0, T0, KernelData.FLAGS).move(V0, R0);
    kernel.succeed();

    control(kernel);
    await(kernel);
  }

  /** S3: the epoll, S2: the file to watch, S0: its entry, S1: a free one, or 0. */
  private static void control(KernelCode kernel) {
    Code code = kernel.call(4249);
    Label invalid = kernel.failure(Errno.EINVAL);
    Label known = new Label();
    Label add = new Label();
    Label modify = new Label();
    Label watch = new Label();
    code.constant(T0, REMOVE).branch(Opcode.BEQ, A1, T0, known);
    kernel.checkAccess(A3, EVENT_BYTES, Errno.EFAULT).bind(known);
    Descriptors.find(A0, kernel);
    code.move(S3, S2);
    Descriptors.find(A2, kernel);
    code.constant(T0, OpenFile.FIRST_POLL).branch(Opcode.BLTU, S3, T0, invalid);
    code.branch(Opcode.BGEU, S2, T0, invalid);
    findEntry(kernel);

    code.addImmediate(T0, A1, -ADD).branchIfZero(T0, add);
    code.addImmediate(T0, A1, -MODIFY).branchIfZero(T0, modify);
    code.addImmediate(T0, A1, -REMOVE).branchUnlessZero(T0, invalid);
    code.branchIfZero(S0, kernel.failure(Errno.ENOENT));
    EpollWatches.remove(S0, code);
    kernel.succeed(0);

    code.bind(add).branchUnlessZero(S0, kernel.failure(Errno.EEXIST));
    loadEvent(kernel);
    newEntry(kernel);
    code.storeWord(S3, S0, Watch.POLL).storeWord(S2, S0, Watch.FILE);
    code.storeWord(A2, S0, Watch.DESCRIPTOR).storeWord(0, S0, Watch.DUE).jump(watch);

    code.bind(modify).branchIfZero(S0, kernel.failure(Errno.ENOENT));
    loadEvent(kernel);
    code.bind(watch);
    kernel.load(S1, KernelData.SCRATCH);
    code.immediate(Opcode.OR, S1, S1, PollCalls.BROKEN | PollCalls.ENDED);
    code.storeWord(S1, S0, Watch.EVENTS);
    kernel.load(T0, KernelData.SCRATCH + DATA).storeWord(T0, S0, Watch.DATA);
    kernel.load(T0, KernelData.SCRATCH + DATA + 4).storeWord(T0, S0, Watch.DATA + 4);
    Label done = new Label();
    code.call(LINK0, kernel.routine(Routine.FILE_READINESS));
    code.call(LINK0, kernel.routine(Routine.ADD_KIN)).alu(Opcode.AND, R1, R1, S1);
    code.branchIfZero(R1, done).loadWord(T0, S0, Watch.DUE).branchUnlessZero(T0, done);
    EpollWatches.due(S0, T0, kernel);
    code.call(LINK0, kernel.routine(Routine.WAKE_AGAIN)).bind(done);
    kernel.succeed(0);
  }

  private static void findEntry(KernelCode kernel) {
    Code code = kernel.code().constant(S0, 0).constant(S1, 0);
    Label done = new Label();
    Label used = new Label();
    Label skip = new Label();
    Label next = EpollWatches.scan(T2, T3, done, kernel);
    code.loadWord(T0, T2, Watch.POLL).branchUnlessZero(T0, used).move(S1, T2).jump(skip);
    code.bind(used).branch(Opcode.BNE, T0, S3, skip);
    code.loadWord(T0, T2, Watch.FILE).branch(Opcode.BNE, T0, S2, skip);
    code.loadWord(T0, T2, Watch.DESCRIPTOR).branch(Opcode.BNE, T0, A2, skip).move(S0, T2);
    EpollWatches.scanOn(T2, skip, next, code);
    code.bind(done);
  }

  /** Copies what $a3 points to, wherever that is. */
  private static void loadEvent(KernelCode kernel) {
    Code code = kernel.address(R0, KernelData.SCRATCH).move(R1, A3).constant(T7, EVENT_BYTES);
    code.call(LINK1, kernel.routine(Routine.COPY));
    kernel.load(T0, KernelData.SCRATCH).loadUpper(T1, EXCLUSIVE >>> 16).alu(Opcode.AND, T0, T0, T1);
    code.branchUnlessZero(T0, kernel.failure(Errno.EINVAL));
  }

  /** S0: an entry for a new watch. */
  private static void newEntry(KernelCode kernel) {
    Code code = kernel.code().move(S0, S1);
    Label found = new Label();
    code.branchUnlessZero(S0, found);
    kernel.load(T0, KernelData.WATCHES_USED).constant(T1, Watch.SIZE * KernelData.MAX_WATCHES);
    code.branch(Opcode.BEQ, T0, T1, kernel.failure(Errno.ENOSPC)).add(S0, T0, KERNEL);
    code.addImmediate(S0, S0, KernelData.WATCHES).addImmediate(T0, T0, Watch.SIZE);
    kernel.store(T0, KernelData.WATCHES_USED).bind(found);
  }

  /**
   * epoll_wait, epoll_pwait. S3: the epoll, S0: how many events there are, S1: where the next one
   * goes, R2: the last watch that was due at the start, S5: the one that has been due for longest.
   */
  private static void await(KernelCode kernel) {
    Code code = kernel.call(4313);
    code.loadWord(R0, SP, KernelCode.FIFTH_ARGUMENT).loadWord(R1, SP, KernelCode.SIXTH_ARGUMENT);
    SignalWaits.mask(R0, kernel);
    kernel.call(4250);
    Label invalid = kernel.failure(Errno.EINVAL);
    Label few = new Label();
    Label done = new Label();
    Label answer = new Label();
    code.constant(S4, PollCalls.FIRST).branch(Opcode.BGE, 0, A2, invalid);
    code.constant(T0, MOST_EVENTS).branch(Opcode.BLT, T0, A2, invalid).move(T2, A2);
    code.constant(T0, KernelData.MAX_WATCHES).branch(Opcode.BGEU, T0, T2, few).move(T2, T0);
    code.bind(few).immediate(Opcode.SLL, T2, T2, 4);
    kernel.checkAccessOf(A1, T2, Errno.EFAULT);
    Label start = code.here();
    Descriptors.find(A0, kernel);
    code.constant(T0, OpenFile.FIRST_POLL).branch(Opcode.BLTU, S2, T0, invalid);
    code.move(S3, S2).constant(S0, 0).move(S1, A1);
    kernel.load(R2, KernelData.WATCHES_DUE);

    Label next = code.here();
    code.branch(Opcode.BEQ, S0, A2, done);
    findDue(kernel);
    code.branchIfZero(S5, done).loadWord(S2, S5, Watch.FILE);
    code.call(LINK0, kernel.routine(Routine.FILE_READINESS));
    code.call(LINK0, kernel.routine(Routine.ADD_KIN)).loadWord(T0, S5, Watch.EVENTS);
    code.alu(Opcode.AND, R1, R1, T0).storeWord(0, S5, Watch.DUE).branchIfZero(R1, next);
    tell(kernel);
    code.addImmediate(S0, S0, 1).jump(next);

    // Who does not wait is not interrupted either, unlike by poll.
    code.bind(done).branchUnlessZero(S0, answer).branchIfZero(A3, answer);
    PollCalls.Waiting waiting = new PollCalls.Waiting(kernel, start, answer);
    waiting.unlessBegun();
    waiting.forMilliseconds(A3);
    waiting.again();
    code.bind(answer).move(V0, S0);
    kernel.succeed();
  }

  /** S5: which watch of S3 has been due for longest, but not after R2; 0 if none. */
  private static void findDue(KernelCode kernel) {
    Code code = kernel.code().constant(S5, 0).move(T4, R2);
    Label done = new Label();
    Label skip = new Label();
    Label next = EpollWatches.scan(T2, T3, done, kernel);
    code.loadWord(T0, T2, Watch.POLL).branch(Opcode.BNE, T0, S3, skip);
    code.loadWord(T0, T2, Watch.DUE).branchIfZero(T0, skip).branch(Opcode.BLTU, T4, T0, skip);
    code.move(S5, T2).move(T4, T0);
    EpollWatches.scanOn(T2, skip, next, code);
    code.bind(done);
  }

  /**
   * Writes the watch S5's events R1 to S1, which moves on; it stays due unless it says otherwise.
   */
  private static void tell(KernelCode kernel) {
    Code code = kernel.code();
    Label repeated = new Label();
    Label told = new Label();
    kernel.store(R1, KernelData.SCRATCH).loadWord(T0, S5, Watch.DATA);
    kernel.store(T0, KernelData.SCRATCH + DATA).loadWord(T0, S5, Watch.DATA + 4);
    kernel.store(T0, KernelData.SCRATCH + DATA + 4);
    // Between them there is room that is left as it is.
    kernel.address(R1, KernelData.SCRATCH).move(R0, S1).constant(T7, 4);
    code.call(LINK1, kernel.routine(Routine.COPY));
    code.addImmediate(R0, R0, 4).addImmediate(R1, R1, 4).constant(T7, EVENT_BYTES - DATA);
    code.call(LINK1, kernel.routine(Routine.COPY)).move(S1, R0);

    code.loadWord(T0, S5, Watch.EVENTS).loadUpper(T1, ONE_SHOT >>> 16);
    code.alu(Opcode.AND, T1, T0, T1).branchIfZero(T1, repeated);
    code.loadUpper(T1, OPTIONS >>> 16).alu(Opcode.AND, T0, T0, T1);
    code.storeWord(T0, S5, Watch.EVENTS).jump(told);
    // Edge-triggered ones have the highest bit.
    code.bind(repeated).branch(Opcode.BLT, T0, 0, told);
    EpollWatches.due(S5, T0, kernel);
    code.bind(told);
  }
}
