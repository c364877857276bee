package dev.provelet.guest.kernel.linux;

import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R3;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;
import static dev.provelet.guest.machine.Registers.T4;
import static dev.provelet.guest.machine.Registers.T5;
import static dev.provelet.guest.machine.Registers.T7;

import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.KernelTable;
import dev.provelet.guest.kernel.core.OpenFile;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.KernelData.Watch;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/**
 * What epoll's descriptors watch: a table for all of them. As in Linux, a watch becomes due when
 * its file changes, and is told of in the order in which watches became due.
 */
final class EpollWatches {
  /** Of a pipe or an epoll, RDNORM and WRNORM are said together with IN and OUT. */
  private static final int KIN_SHIFT = 6;

  private static final KernelTable TABLE =
      new KernelTable(KernelData.WATCHES, KernelData.WATCHES_USED, Watch.SIZE);

  private EpollWatches() {}

  static void define(KernelCode kernel) {
    note(kernel);
    drop(kernel);
    readiness(kernel);
    expand(kernel);
  }

  static int withKin(int events) {
    return events | events << KIN_SHIFT;
  }

  /** A register: the first entry; another one: the table's end, which leads elsewhere. */
  static Label scan(int entry, int end, Label done, KernelCode kernel) {
    Code code = kernel.address(entry, KernelData.WATCHES);
    kernel.load(end, KernelData.WATCHES_USED).add(end, end, entry);
    Label next = code.here();
    code.branch(Opcode.BEQ, entry, end, done);
    return next;
  }

  static void scanOn(int entry, Label skip, Label next, Code code) {
    TABLE.scanOn(entry, skip, next, code);
  }

  /** An entry is due from now on, behind all others. Changes a scratch register. */
  static void due(int entry, int scratch, KernelCode kernel) {
    kernel.load(scratch, KernelData.WATCHES_DUE).addImmediate(scratch, scratch, 1);
    kernel.store(scratch, KernelData.WATCHES_DUE).storeWord(scratch, entry, Watch.DUE);
  }

  /**
   * NOTE_EDGE, by LINK0: the file T4 has changed: one of the events T5 may hold now, or any if that
   * is 0. Changes T0 to T3.
   */
  private static void note(KernelCode kernel) {
    Code code = kernel.begin(Routine.NOTE_EDGE);
    Label done = new Label();
    Label skip = new Label();
    Label wanted = new Label();
    Label next = scan(T2, T3, done, kernel);
    code.loadWord(T0, T2, Watch.FILE).branch(Opcode.BNE, T0, T4, skip);
    code.loadWord(T0, T2, Watch.EVENTS).immediate(Opcode.SLL, T1, T0, EpollCalls.OPTION_BITS);
    code.branchIfZero(T1, skip).branchIfZero(T5, wanted);
    code.alu(Opcode.AND, T0, T0, T5).branchIfZero(T0, skip);
    code.bind(wanted).loadWord(T0, T2, Watch.DUE).branchUnlessZero(T0, skip);
    due(T2, T0, kernel);
    scanOn(T2, skip, next, code);
    code.bind(done).jumpTo(LINK0);
  }

  /** DROP_WATCHES, by LINK0: the file S2 is no more. Changes T0 to T2. */
  private static void drop(KernelCode kernel) {
    Code code = kernel.begin(Routine.DROP_WATCHES);
    Label done = new Label();
    Label skip = new Label();
    Label remove = new Label();
    Label next = scan(T1, T2, done, kernel);
    code.loadWord(T0, T1, Watch.FILE).branch(Opcode.BEQ, T0, S2, remove);
    code.loadWord(T0, T1, Watch.POLL).branch(Opcode.BNE, T0, S2, skip).bind(remove);
    remove(T1, code);
    scanOn(T1, skip, next, code);
    code.bind(done).jumpTo(LINK0);
  }

  static void remove(int entry, Code code) {
    code.storeWord(0, entry, Watch.POLL).storeWord(0, entry, Watch.FILE);
    code.storeWord(0, entry, Watch.DUE);
  }

  /**
   * POLL_READINESS, jumped to as FILE_READINESS is called: R1: whether one of the watches of the
   * file S2 would be told of. Changes R3, T7, LINK1, too.
   */
  private static void readiness(KernelCode kernel) {
    Code code = kernel.begin(Routine.POLL_READINESS);
    Label none = new Label();
    Label skip = new Label();
    code.move(LINK1, LINK0).move(R3, S2);
    Label next = TABLE.scan(T7, T0, none, kernel);
    code.loadWord(T0, T7, Watch.POLL).branch(Opcode.BNE, T0, R3, skip);
    code.loadWord(T0, T7, Watch.DUE).branchIfZero(T0, skip).loadWord(S2, T7, Watch.FILE);
    code.call(LINK0, kernel.routine(Routine.FILE_READINESS));
    code.call(LINK0, kernel.routine(Routine.ADD_KIN)).loadWord(T0, T7, Watch.EVENTS);
    code.alu(Opcode.AND, R1, R1, T0).branchIfZero(R1, skip);
    code.constant(R1, withKin(PollCalls.READABLE)).jumpTo(LINK1);
    scanOn(T7, skip, next, code);
    code.bind(none).constant(R1, 0).jumpTo(LINK1);
  }

  /** ADD_KIN, by LINK0: the events R1 of the file S2 with their kin, if it has any. Changes T0. */
  private static void expand(KernelCode kernel) {
    Code code = kernel.begin(Routine.ADD_KIN);
    Label none = new Label();
    code.immediate(Opcode.SLTU, T0, S2, OpenFile.FIRST_EVENT).branchIfZero(T0, none);
    code.immediate(Opcode.AND, T0, R1, PollCalls.READABLE | PollCalls.WRITABLE);
    code.immediate(Opcode.SLL, T0, T0, KIN_SHIFT).alu(Opcode.OR, R1, R1, T0);
    code.bind(none).jumpTo(LINK0);
  }
}
