package dev.provelet.guest.kernel.core;

import static dev.provelet.guest.machine.Registers.KERNEL;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R3;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S1;
import static dev.provelet.guest.machine.Registers.S4;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;
import static dev.provelet.guest.machine.Registers.T4;
import static dev.provelet.guest.machine.Registers.T5;
import static dev.provelet.guest.machine.Registers.T7;

import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/**
 * What munmap leaves between mappings, for later ones: a table of starts and ends, in no order. No
 * two overlap or adjoin. If the table has no room for one more, the smallest is forgotten.
 */
public final class FreeRegions {
  private static final int ENTRY = 8;

  private FreeRegions() {}

  static void define(KernelCode kernel) {
    cut(kernel);
    add(kernel);
    unmapped(kernel);
  }

  /** T4: the first entry. */
  private static Label scan(KernelCode kernel) {
    return kernel.code().addImmediate(T4, KERNEL, KernelData.GAPS).here();
  }

  /** Branches if the entry T4 is none; otherwise T0, T1: its gap, T5: the table's end. */
  private static void entry(KernelCode kernel, Label none) {
    Code code = kernel.load(T5, KernelData.GAPS_USED);
    code.add(T5, T5, KERNEL).addImmediate(T5, T5, KernelData.GAPS);
    code.branch(Opcode.BEQ, T4, T5, none).loadWord(T0, T4, 0).loadWord(T1, T4, 4);
  }

  /** Puts the last entry in the place of T4. Changes T2, T3. */
  private static void delete(KernelCode kernel) {
    Code code = kernel.code();
    code.loadWord(T2, T5, -ENTRY).storeWord(T2, T4, 0);
    code.loadWord(T2, T5, 4 - ENTRY).storeWord(T2, T4, 4);
    grow(-ENTRY, kernel);
  }

  /** Adds an entry, then goes on there. Changes R3, T0, T2, T3, T7. */
  private static void append(KernelCode kernel, int from, int to, Label done) {
    Label full = new Label();
    Code code = kernel.load(T3, KernelData.GAPS_USED);
    code.immediate(Opcode.SLTU, T3, T3, ENTRY * KernelData.MAX_GAPS).branchIfZero(T3, full);
    code.storeWord(from, T5, 0).storeWord(to, T5, 4);
    grow(ENTRY, kernel);
    code.jump(done).bind(full);
    replaceSmallest(kernel, from, to, done);
  }

  /** T0: the smallest entry, T7: its size, T2: the next one. */
  private static void replaceSmallest(KernelCode kernel, int from, int to, Label done) {
    Label scanned = new Label();
    Label larger = new Label();
    Code code = kernel.code().constant(T7, -1).addImmediate(T2, KERNEL, KernelData.GAPS);
    Label next = code.here();
    code.branch(Opcode.BEQ, T2, T5, scanned).loadWord(T3, T2, 4).loadWord(R3, T2, 0);
    code.subtract(T3, T3, R3).branch(Opcode.BGEU, T3, T7, larger).move(T7, T3).move(T0, T2);
    code.bind(larger).addImmediate(T2, T2, ENTRY).jump(next);
    code.bind(scanned).subtract(T3, to, from).branch(Opcode.BGEU, T7, T3, done);
    code.storeWord(from, T0, 0).storeWord(to, T0, 4).jump(done);
  }

  private static void grow(int by, KernelCode kernel) {
    kernel.load(T3, KernelData.GAPS_USED).addImmediate(T3, T3, by);
    kernel.store(T3, KernelData.GAPS_USED);
  }

  /**
   * FREE_REGION_REMOVE, by LINK0: nothing from R0 to R1 is in a free region any more. Changes R3,
   * T0 to T5, T7.
   */
  private static void cut(KernelCode kernel) {
    Code code = kernel.begin(Routine.FREE_REGION_REMOVE);
    Label done = new Label();
    Label skip = new Label();
    Label above = new Label();
    Label below = new Label();
    Label next = scan(kernel);
    entry(kernel, done);
    code.branch(Opcode.BGEU, T0, R1, skip).branch(Opcode.BGEU, R0, T1, skip);
    code.branch(Opcode.BLTU, T0, R0, below).branch(Opcode.BLTU, R1, T1, above);
    delete(kernel);
    code.jump(next);
    code.bind(above).storeWord(R1, T4, 0).jump(skip);
    code.bind(below).storeWord(R0, T4, 4).branch(Opcode.BGEU, R1, T1, skip);
    append(kernel, R1, T1, skip);
    code.bind(skip).addImmediate(T4, T4, ENTRY).jump(next);
    code.bind(done).jumpTo(LINK0);
  }

  /**
   * FREE_REGION_ADD, by LINK1: from R0 to R1 nothing is mapped any more. At the end of all mappings
   * that is no gap but moves the end. Changes R0, R1, R3, T0 to T5, T7, LINK0.
   */
  private static void add(KernelCode kernel) {
    Code code = kernel.begin(Routine.FREE_REGION_ADD);
    Label done = new Label();
    Label joined = new Label();
    Label adjoinsAbove = new Label();
    Label adjoinsBelow = new Label();
    Label join = new Label();
    Label inside = new Label();
    code.branch(Opcode.BGEU, R0, R1, done).call(LINK0, kernel.routine(Routine.FREE_REGION_REMOVE));
    Label next = scan(kernel);
    entry(kernel, joined);
    code.branch(Opcode.BEQ, T1, R0, adjoinsBelow).branch(Opcode.BEQ, T0, R1, adjoinsAbove);
    code.addImmediate(T4, T4, ENTRY).jump(next);
    code.bind(adjoinsBelow).move(R0, T0).jump(join).bind(adjoinsAbove).move(R1, T1).bind(join);
    delete(kernel);
    code.jump(next);

    code.bind(joined);
    kernel.load(T0, KernelData.MAP_END);
    code.branch(Opcode.BLTU, R1, T0, inside).branch(Opcode.BGEU, R0, T0, done);
    kernel.store(R0, KernelData.MAP_END);
    code.jump(done).bind(inside);
    append(kernel, R0, R1, done);
    code.bind(done).jumpTo(LINK1);
  }

  /**
   * UNMAPPED, by LINK0: T0: not zero if some of what lies from R0 to R1 is neither the program's
   * from the start, nor below the break, nor mapped, as far as gaps are known. Changes T1 to T5.
   */
  private static void unmapped(KernelCode kernel) {
    Code code = kernel.begin(Routine.UNMAPPED);
    Label no = new Label();
    Label yes = new Label();
    Label skip = new Label();
    kernel.load(T1, KernelData.BREAK);
    Pages.roundUp(T1, T1, code).branch(Opcode.BGEU, T1, R1, no);
    code.constant(T1, kernel.layout().heapEnd()).branch(Opcode.BGEU, R0, T1, no);
    kernel.load(T1, KernelData.MAP_START).branch(Opcode.BLTU, R0, T1, yes);
    kernel.load(T1, KernelData.MAP_END).branch(Opcode.BLTU, T1, R1, yes);
    Label next = scan(kernel);
    entry(kernel, no);
    code.branch(Opcode.BGEU, T0, R1, skip).branch(Opcode.BLTU, R0, T1, yes);
    code.bind(skip).addImmediate(T4, T4, ENTRY).jump(next);
    code.bind(yes).constant(T0, 1).jumpTo(LINK0).bind(no).constant(T0, 0).jumpTo(LINK0);
  }

  /** S0: the lowest gap of at least S1 bytes, or it branches. Changes S4, T0 to T5. */
  public static void find(KernelCode kernel, Label none) {
    Code code = kernel.code().constant(S4, 0);
    Label scanned = new Label();
    Label skip = new Label();
    Label take = new Label();
    Label next = scan(kernel);
    entry(kernel, scanned);
    code.subtract(T1, T1, T0).branch(Opcode.BLTU, T1, S1, skip).branchIfZero(S4, take);
    code.branch(Opcode.BGEU, T0, S0, skip);
    code.bind(take).move(S0, T0).constant(S4, 1);
    code.bind(skip).addImmediate(T4, T4, ENTRY).jump(next);
    code.bind(scanned).branchIfZero(S4, none);
  }
}
