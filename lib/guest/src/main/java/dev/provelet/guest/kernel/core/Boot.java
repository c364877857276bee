package dev.provelet.guest.kernel.core;

import static dev.provelet.guest.machine.Registers.ENTRY;
import static dev.provelet.guest.machine.Registers.KERNEL;
import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.R3;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S3;
import static dev.provelet.guest.machine.Registers.S4;
import static dev.provelet.guest.machine.Registers.SECONDS;
import static dev.provelet.guest.machine.Registers.SP;
import static dev.provelet.guest.machine.Registers.STDIN_LEFT;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;
import static dev.provelet.guest.machine.Registers.T9;
import static dev.provelet.guest.machine.Registers.THREAD;

import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.MemoryLayout;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Op;
import dev.provelet.guest.openvm.Opcode;
import dev.provelet.guest.ziren.ZirenGuest;

/** What happens before the program's first instruction: the public input is read and hashed. */
public final class Boot {
  /** What the public input must leave to the program, in bytes. */
  static final int HEAP_RESERVE = 16 << 20;

  private Boot() {}

  public static Label append(KernelCode kernel, Label entry, ElfFile elf, ZirenGuest ziren) {
    Code code = kernel.code();
    MemoryLayout layout = kernel.layout();
    Label boot = code.here();
    inputLength(S0, kernel);
    // Where it may lie, as KernelImage has put it there.
    Label fits = new Label();
    code.constant(T0, layout.kernel()).loadWord(R1, T0, KernelData.PUBLIC_NEXT);
    code.loadWord(T0, T0, KernelData.PUBLIC_END).subtract(T0, T0, R1);
    code.branch(Opcode.BGEU, T0, S0, fits).terminate(Verdict.OUT_OF_MEMORY.code());
    code.bind(fits).move(S3, R1);
    takePublicInput(kernel);
    code.add(S4, R1, S0);
    bindPublicInput(kernel);

    code.constant(KERNEL, layout.kernel());
    code.constant(THREAD, layout.kernel() + KernelData.THREADS);
    code.address(ENTRY, entry);
    code.constant(SECONDS, Clock.START_SECONDS);
    kernel.store(S3, KernelData.PUBLIC_NEXT);
    kernel.store(S4, KernelData.PUBLIC_END);
    beginBreak(S4, kernel);
    kernel.store(T0, KernelData.PUBLIC_LIMIT);

    inputLength(STDIN_LEFT, kernel);
    ziren.inputVariable().ifPresent(variable -> reserveInputs(variable, kernel));
    ziren.heapVariable().ifPresent(variable -> tellHeap(variable, kernel));
    code.constant(SP, layout.stack().top() - FirstStack.BYTES);
    ArgumentStack.append(kernel, elf);
    code.constant(T9, elf.entry()).jumpTo(T9);
    return boot;
  }

  /**
   * Makes the digest of the S0 bytes at R1 public: once, so that nothing which the program does
   * later, not even a jump to here, leads to a proof for another input.
   */
  private static void bindPublicInput(KernelCode kernel) {
    Code code = kernel.code();
    code.constant(R3, kernel.layout().kernel() + KernelData.PUBLIC_HASH).move(R2, S0);
    code.call(LINK0, kernel.routine(Routine.HASH_ABSORB));
    code.call(LINK0, kernel.routine(Routine.HASH_FINISH));
    Hashing.reveal(0, code);
    code.branchUnlessZero(KERNEL, kernel.end(Verdict.RESTARTED));
  }

  private static void inputLength(int register, KernelCode kernel) {
    Code code = kernel.code().op(new Op.HintInput());
    code.constant(T0, kernel.layout().kernel() + KernelData.RESIDUE - kernel.layout().base());
    code.op(new Op.HintWord(T0)).loadWord(register, T0, kernel.fromMachine(0));
  }

  /** S0 bytes to R1. */
  private static void takePublicInput(KernelCode kernel) {
    Code code = kernel.code();
    code.addImmediate(T0, S0, 3).immediate(Opcode.SRL, T0, T0, 2).move(T1, R1);
    InputStreams.pullAll(T0, T1, T3, kernel);

    // What the last word has beyond the input is whatever the prover likes.
    Label whole = new Label();
    code.immediate(Opcode.AND, T2, S0, 3).branchIfZero(T2, whole);
    code.immediate(Opcode.SLL, T2, T2, 3).constant(T0, -1);
    if (kernel.bigEndian()) {
      code.alu(Opcode.SRL, T0, T0, T2).immediate(Opcode.XOR, T0, T0, -1);
    } else {
      code.alu(Opcode.SLL, T0, T0, T2).immediate(Opcode.XOR, T0, T0, -1);
    }
    code.loadWord(T2, T1, -4).alu(Opcode.AND, T2, T2, T0).storeWord(T2, T1, -4).bind(whole);
  }

  /** Inputs go to a region of their own, at most as large as stdin, whose start a variable has. */
  private static void reserveInputs(int variable, KernelCode kernel) {
    Code code = kernel.code();
    Label fits = new Label();
    tellHeap(variable, kernel);
    code.constant(T1, kernel.layout().heapEnd() - HEAP_RESERVE).subtract(T1, T1, T0);
    code.branch(Opcode.BGEU, T1, STDIN_LEFT, fits).terminate(Verdict.OUT_OF_MEMORY.code());
    code.bind(fits).add(T0, T0, STDIN_LEFT);
    beginBreak(T0, kernel);
  }

  /** The break begins with the next page. Changes T0. */
  private static void beginBreak(int address, KernelCode kernel) {
    int shift = KernelData.PAGE_SHIFT;
    kernel.code().addImmediate(T0, address, (1 << shift) - 1).immediate(Opcode.SRL, T0, T0, shift);
    kernel.code().immediate(Opcode.SLL, T0, T0, shift);
    kernel.store(T0, KernelData.BREAK_START);
    kernel.store(T0, KernelData.BREAK);
    kernel.store(T0, KernelData.BREAK_HIGHEST);
  }

  /** T0: where free memory begins; a variable of the program's is told. */
  private static void tellHeap(int variable, KernelCode kernel) {
    Code code = kernel.code();
    kernel.load(T0, KernelData.BREAK_START);
    code.constant(T1, variable).storeWord(T0, T1, 0);
  }
}
