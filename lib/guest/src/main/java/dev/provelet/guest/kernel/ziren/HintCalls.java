package dev.provelet.guest.kernel.ziren;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.KERNEL;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.LINK2;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S1;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.S3;
import static dev.provelet.guest.machine.Registers.S4;
import static dev.provelet.guest.machine.Registers.S5;
import static dev.provelet.guest.machine.Registers.STDIN_LEFT;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;
import static dev.provelet.guest.machine.Registers.V0;

import dev.provelet.guest.kernel.core.Hashing;
import dev.provelet.guest.kernel.core.InputStreams;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;
import dev.provelet.guest.ziren.ZirenCall;

/**
 * Ziren's inputs: a vector of byte strings. stdin is that vector as bincode writes it: their
 * number, then each with its length before it, numbers of eight bytes, the lowest first.
 */
final class HintCalls {
  private static final int UNROLLED = 8;

  private HintCalls() {}

  static void define(KernelCode kernel) {
    Code code = kernel.call(ZirenCall.HINT_LEN.number());
    code.call(LINK2, kernel.routine(Routine.NEXT_HINT));
    kernel.load(V0, KernelData.HINT_LENGTH);
    kernel.zirenReturn();
    read(kernel);
    next(kernel);
    eightBytes(kernel);
  }

  /** NEXT_HINT, by LINK2: knows the next input's length. Changes what STDIN_READ does, R1, R2. */
  private static void next(KernelCode kernel) {
    Code code = kernel.begin(Routine.NEXT_HINT);
    Label known = new Label();
    Label counted = new Label();
    kernel.load(T0, KernelData.HINT_KNOWN);
    code.branchUnlessZero(T0, known);
    kernel.load(T0, KernelData.HINTS_COUNTED);
    code.branchUnlessZero(T0, counted);
    kernel.load(T0, KernelData.RESIDUE_BYTES);
    code.add(T0, T0, STDIN_LEFT).branchIfZero(T0, kernel.end(Verdict.INPUTS_EXHAUSTED));
    code.call(LINK1, kernel.routine(Routine.EIGHT_BYTES));
    kernel.store(T0, KernelData.HINTS_LEFT);
    code.constant(T0, 1);
    kernel.store(T0, KernelData.HINTS_COUNTED);

    code.bind(counted);
    kernel.load(T0, KernelData.HINTS_LEFT);
    code.branchIfZero(T0, kernel.end(Verdict.INPUTS_EXHAUSTED)).addImmediate(T0, T0, -1);
    kernel.store(T0, KernelData.HINTS_LEFT);
    code.call(LINK1, kernel.routine(Routine.EIGHT_BYTES));
    kernel.load(T1, KernelData.RESIDUE_BYTES);
    code.add(T1, T1, STDIN_LEFT);
    code.branch(Opcode.BLTU, T1, T0, kernel.end(Verdict.INPUTS_MALFORMED));
    kernel.store(T0, KernelData.HINT_LENGTH);
    code.constant(T0, 1);
    kernel.store(T0, KernelData.HINT_KNOWN);
    code.bind(known).jumpTo(LINK2);
  }

  /** EIGHT_BYTES, by LINK1: T0 is the number at stdin, which fits in a word. */
  private static void eightBytes(KernelCode kernel) {
    Code code = kernel.begin(Routine.EIGHT_BYTES);
    code.addImmediate(R1, KERNEL, KernelData.HINT_NUMBER).constant(R2, 8);
    code.call(LINK0, kernel.routine(Routine.STDIN_READ));
    code.branch(Opcode.BNE, R0, R2, kernel.end(Verdict.INPUTS_MALFORMED));
    kernel.load(T0, KernelData.HINT_NUMBER + 4);
    code.branchUnlessZero(T0, kernel.end(Verdict.INPUTS_MALFORMED));
    kernel.load(T0, KernelData.HINT_NUMBER);
    if (kernel.bigEndian()) {
      Hashing.reverseBytes(code);
    }
    code.jumpTo(LINK1);
  }

  private static void read(KernelCode kernel) {
    Code code = kernel.call(ZirenCall.HINT_READ.number());
    Label bad = kernel.end(Verdict.BAD_ZIREN_ARGUMENT);
    code.call(LINK2, kernel.routine(Routine.NEXT_HINT));
    kernel.load(T0, KernelData.HINT_LENGTH);
    code.branch(Opcode.BNE, T0, A1, bad);
    code.immediate(Opcode.AND, T0, A0, 3).branchUnlessZero(T0, bad);
    kernel.checkAccessOf(A0, A1, bad);
    kernel.store(0, KernelData.HINT_KNOWN);

    // The last word's bytes that the input does not have are zero.
    Label whole = new Label();
    Label done = new Label();
    code.branchIfZero(A1, done).immediate(Opcode.AND, T0, A1, 3).branchIfZero(T0, whole);
    code.subtract(T1, A1, T0).add(T1, T1, A0).storeWord(0, T1, 0);
    code.bind(whole).move(R1, A0).move(R2, A1);
    if (!kernel.bigEndian()) {
      readWords(kernel);
    }
    code.call(LINK0, kernel.routine(Routine.STDIN_READ));
    code.bind(done);
    kernel.zirenReturn();
  }

  /**
   * Takes as many whole words of the R2 bytes for R1 as there are. If the stream is at no word's
   * beginning, the words are moved into place afterwards: bytes one by one would cost more.
   */
  private static void readWords(KernelCode kernel) {
    Code code = kernel.code();
    Label placed = new Label();
    Label aligned = new Label();
    // S0: words, S1: where the next goes, S2: bytes of the residue
    code.immediate(Opcode.SRL, S0, R2, 2).branchIfZero(S0, placed);
    kernel.load(S2, KernelData.RESIDUE_BYTES);
    pull(kernel);
    code.immediate(Opcode.SLL, S3, S0, 2).branchIfZero(S2, aligned);
    shift(kernel);

    // The stream's last word may have had fewer bytes than four.
    Label full = new Label();
    code.branch(Opcode.BGEU, STDIN_LEFT, S3, full);
    code.add(S2, S2, STDIN_LEFT).subtract(S2, S2, S3);
    kernel.store(S2, KernelData.RESIDUE_BYTES);
    code.move(STDIN_LEFT, S3).bind(full);
    code.bind(aligned).subtract(STDIN_LEFT, STDIN_LEFT, S3);
    code.add(R1, R1, S3).subtract(R2, R2, S3).bind(placed);
  }

  /** S0 words to R1, as they come. */
  private static void pull(KernelCode kernel) {
    kernel.code().move(S1, R1).move(T0, S0);
    InputStreams.pullAll(T0, S1, T1, kernel);
  }

  /** Puts the residue of S2 bytes before the S0 words at R1; what falls out is the residue. */
  private static void shift(KernelCode kernel) {
    Code code = kernel.code();
    Label single = new Label();
    Label done = new Label();
    // T0: the residue, S4 and S5: how far up and down, S1: where, T3: words left
    kernel.load(T0, KernelData.RESIDUE);
    code.immediate(Opcode.SLL, S4, S2, 3).constant(S5, 32).subtract(S5, S5, S4);
    code.move(S1, R1).move(T3, S0);
    Label many = code.here();
    code.immediate(Opcode.SLTU, T1, T3, UNROLLED).branchUnlessZero(T1, single);
    for (int i = 0; i < UNROLLED; i++) {
      shiftWord(4 * i, code);
    }
    code.addImmediate(S1, S1, 4 * UNROLLED).addImmediate(T3, T3, -UNROLLED).jump(many);
    code.bind(single).branchIfZero(T3, done);
    shiftWord(0, code);
    code.addImmediate(S1, S1, 4).addImmediate(T3, T3, -1).jump(single);
    code.bind(done);
    kernel.store(T0, KernelData.RESIDUE);
  }

  private static void shiftWord(int at, Code code) {
    code.loadWord(T1, S1, at).alu(Opcode.SLL, T2, T1, S4).alu(Opcode.OR, T2, T2, T0);
    code.storeWord(T2, S1, at).alu(Opcode.SRL, T0, T1, S5);
  }
}
