package dev.provelet.guest.kernel.core;

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
import static dev.provelet.guest.machine.Registers.SP;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T7;

import dev.provelet.guest.elf.ElfFile;
import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.layout.MemoryLayout;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;

/**
 * The first stack of a program that is called with arguments, if the public input states them, see
 * {@link ArgumentForm}. The strings lie below the {@link FirstStack}, and below them what points to
 * them and a copy of its auxiliary vector.
 */
final class ArgumentStack {
  /** What must be left of the stack, in bytes. */
  private static final int ROOM = MemoryLayout.PAGE;

  private static final int ALIGNMENT = 16;

  private final KernelCode kernel;
  private final Code code;
  private final Label bad;

  private ArgumentStack(KernelCode kernel) {
    this.kernel = kernel;
    this.code = kernel.code();
    this.bad = kernel.end(Verdict.BAD_ARGUMENTS);
  }

  /** Changes SP and where the public input begins if arguments are stated. */
  static void append(KernelCode kernel, ElfFile elf) {
    new ArgumentStack(kernel).append(FirstStack.auxiliaryBytes(elf));
  }

  private void append(int auxiliaryBytes) {
    Label none = new Label();
    kernel.load(S0, KernelData.PUBLIC_NEXT);
    kernel.load(S1, KernelData.PUBLIC_END).subtract(T0, S1, S0);
    code.constant(T1, ArgumentForm.HEADER_BYTES).branch(Opcode.BLTU, T0, T1, none);
    int at = 0;
    for (int word : ArgumentForm.tag()) {
      code.loadWord(T0, S0, at);
      code.constant(T1, kernel.bigEndian() ? Integer.reverseBytes(word) : word);
      code.branch(Opcode.BNE, T0, T1, none);
      at += 4;
    }
    // S2, S3: how many arguments and variables, S4: their bytes
    number(S2, ArgumentForm.ARGUMENTS);
    number(S3, ArgumentForm.VARIABLES);
    number(S4, ArgumentForm.BYTES);
    code.branchIfZero(S2, bad).constant(T0, ArgumentForm.MAX_BYTES);
    for (int count : new int[] {S2, S3, S4}) {
      code.branch(Opcode.BLTU, T0, count, bad);
    }
    // R1: the next string, R2: where they end, R3: where the program's public input begins
    code.addImmediate(R1, S0, ArgumentForm.HEADER_BYTES).add(R2, R1, S4).addImmediate(R3, R2, 3);
    code.immediate(Opcode.AND, R3, R3, -4).branch(Opcode.BLTU, S1, R3, bad);
    kernel.store(R3, KernelData.PUBLIC_NEXT);

    // The number, the pointers, a zero behind those of each kind, the auxiliary vector, the
    // strings.
    MemoryLayout.Stack stack = kernel.layout().stack();
    int top = stack.top() - FirstStack.BYTES;
    code.addImmediate(S1, S4, ALIGNMENT - 1).immediate(Opcode.AND, S1, S1, -ALIGNMENT);
    code.add(T1, S2, S3).immediate(Opcode.SLL, T1, T1, 2).add(T1, T1, S1);
    code.addImmediate(T1, T1, 12 + auxiliaryBytes);
    code.constant(T0, stack.size() - FirstStack.BYTES - ROOM).branch(Opcode.BLTU, T0, T1, bad);
    code.constant(T2, top).subtract(SP, T2, T1).immediate(Opcode.AND, SP, SP, -ALIGNMENT);
    code.subtract(S1, T2, S1).move(R0, S1).move(T7, S4);
    code.call(LINK1, kernel.routine(Routine.COPY)).move(R1, S1).add(R2, S1, S4);
    code.storeWord(S2, SP, 0).addImmediate(R0, SP, 4);
    pointers(S2);
    pointers(S3);
    code.branch(Opcode.BNE, R1, R2, bad).constant(T2, top);
    for (int i = 0; i < auxiliaryBytes; i += 4) {
      code.loadWord(T0, T2, FirstStack.AUXILIARY + i).storeWord(T0, R0, i);
    }
    code.bind(none);
  }

  private void number(int register, int at) {
    code.loadWord(T0, S0, at);
    if (kernel.bigEndian()) {
      Hashing.reverseBytes(code);
    }
    code.move(register, T0);
  }

  /** Puts the addresses of so many strings at R0, and a zero behind them. Changes T0. */
  private void pointers(int count) {
    Label done = new Label();
    Label next = code.here();
    code.branchIfZero(count, done).storeWord(R1, R0, 0).addImmediate(R0, R0, 4);
    code.addImmediate(count, count, -1);
    Label scan = code.here();
    code.branch(Opcode.BGEU, R1, R2, bad);
    kernel.loadByte(T0, R1).addImmediate(R1, R1, 1).branchUnlessZero(T0, scan).jump(next);
    code.bind(done).storeWord(0, R0, 0).addImmediate(R0, R0, 4);
  }
}
