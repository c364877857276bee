package dev.provelet.guest.kernel.core;

import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S1;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.STDIN_LEFT;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;
import static dev.provelet.guest.machine.Registers.T7;

import dev.provelet.guest.layout.KernelData;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Op;
import dev.provelet.guest.openvm.Opcode;

/** The inputs. stdin stays with the host until it is read; the public input lies in memory. */
public final class InputStreams {
  private InputStreams() {}

  static void define(KernelCode kernel) {
    readStdin(kernel);
    readPublic(kernel);
  }

  /** A register: how many bytes of an input are left. Changes a scratch register. */
  public static void left(int file, int register, int scratch, KernelCode kernel) {
    if (file == OpenFile.STDIN) {
      kernel.load(register, KernelData.RESIDUE_BYTES).add(register, register, STDIN_LEFT);
    } else {
      kernel.load(register, KernelData.PUBLIC_NEXT);
      kernel.load(scratch, KernelData.PUBLIC_END).subtract(register, scratch, register);
    }
  }

  /**
   * STDIN_READ, by LINK0: up to R2 bytes to R1; R0: how many, fewer only at the end. Words go where
   * they belong at once if that is aligned; a word not used up is kept. Changes S0 to S2, T0 to T3.
   */
  private static void readStdin(KernelCode kernel) {
    Code code = kernel.begin(Routine.STDIN_READ);
    Label done = new Label();
    Label words = new Label();
    Label pull = new Label();
    code.move(S0, R1).move(S1, R2);

    // Bytes of the last word first.
    Label residue = code.here();
    code.branchIfZero(S1, done);
    kernel.load(T0, KernelData.RESIDUE_BYTES);
    code.branchIfZero(T0, words);
    kernel.load(T1, KernelData.RESIDUE);
    if (kernel.bigEndian()) {
      code.immediate(Opcode.SRL, T2, T1, 24);
      kernel.storeByte(T2, S0, T3).immediate(Opcode.SLL, T1, T1, 8);
    } else {
      kernel.storeByte(T1, S0, T3).immediate(Opcode.SRL, T1, T1, 8);
    }
    kernel.store(T1, KernelData.RESIDUE);
    code.addImmediate(T0, T0, -1);
    kernel.store(T0, KernelData.RESIDUE_BYTES);
    code.addImmediate(S0, S0, 1).addImmediate(S1, S1, -1).jump(residue);

    // No more than there is.
    Label enough = new Label();
    code.bind(words).branch(Opcode.BGEU, STDIN_LEFT, S1, enough).move(S1, STDIN_LEFT);
    code.bind(enough).immediate(Opcode.SRL, S2, S1, 2).branchIfZero(S2, pull);
    Label unaligned = new Label();
    code.immediate(Opcode.AND, T0, S0, 3).branchUnlessZero(T0, unaligned);

    Label chunks = code.here();
    code.branchIfZero(S2, residue);
    pull(S2, S0, T3, kernel).subtract(S1, S1, T2);
    code.subtract(STDIN_LEFT, STDIN_LEFT, T2).jump(chunks);

    code.bind(unaligned);
    kernel.machineAddress(T0, KernelData.RESIDUE);
    Label next = code.here();
    code.op(new Op.HintWord(T0));
    kernel.load(T1, KernelData.RESIDUE);
    for (int at = 0; at < 4; at++) {
      if (kernel.bigEndian()) {
        code.immediate(Opcode.SRL, T2, T1, 24 - 8 * at).addImmediate(T3, S0, at);
        kernel.storeByte(T2, T3, T3);
      } else {
        code.store(Opcode.STOREB, T1, S0, at).immediate(Opcode.SRL, T1, T1, 8);
      }
    }
    code.addImmediate(S0, S0, 4).addImmediate(S1, S1, -4);
    code.addImmediate(STDIN_LEFT, STDIN_LEFT, -4).addImmediate(S2, S2, -1);
    code.branchUnlessZero(S2, next).jump(residue);

    // One word of which at most three bytes are wanted now.
    Label full = new Label();
    code.bind(pull).branchIfZero(S1, done);
    kernel.machineAddress(T0, KernelData.RESIDUE);
    code.op(new Op.HintWord(T0)).constant(T1, 4);
    code.branch(Opcode.BGEU, STDIN_LEFT, T1, full).move(T1, STDIN_LEFT);
    code.bind(full).subtract(STDIN_LEFT, STDIN_LEFT, T1);
    kernel.store(T1, KernelData.RESIDUE_BYTES);
    code.jump(residue);
    code.bind(done).subtract(R0, S0, R1).jumpTo(LINK0);
  }

  /**
   * All of these words go to an address, as they come. Both registers move on. Changes T2 and a
   * scratch register.
   */
  public static void pullAll(int words, int address, int scratch, KernelCode kernel) {
    Code code = kernel.code();
    Label done = new Label();
    Label more = code.here();
    code.branchIfZero(words, done);
    pull(words, address, scratch, kernel).jump(more).bind(done);
  }

  /**
   * As many of these words as the machine hands out at once, one at least, go to an address. Both
   * registers move on; T2: how many bytes these were. Changes a scratch register.
   */
  private static Code pull(int words, int address, int scratch, KernelCode kernel) {
    Code code = kernel.code();
    Label all = new Label();
    code.move(T2, words).immediate(Opcode.SLTU, scratch, words, Op.HintBuffer.MAX_WORDS);
    code.branchUnlessZero(scratch, all).constant(T2, Op.HintBuffer.MAX_WORDS);
    code.bind(all);
    kernel.toMachine(scratch, address);
    code.op(new Op.HintBuffer(T2, scratch)).subtract(words, words, T2);
    return code.immediate(Opcode.SLL, T2, T2, 2).add(address, address, T2);
  }

  /** PUBLIC_READ, by LINK0: as STDIN_READ. Changes R1, S0, T0 to T3, T7, LINK1. */
  private static void readPublic(KernelCode kernel) {
    Code code = kernel.begin(Routine.PUBLIC_READ);
    Label enough = new Label();
    code.move(R0, R1);
    kernel.load(R1, KernelData.PUBLIC_NEXT);
    kernel.load(S0, KernelData.PUBLIC_END);
    code.subtract(S0, S0, R1).branch(Opcode.BGEU, R2, S0, enough).move(S0, R2);
    code.bind(enough).add(T0, R1, S0);
    kernel.store(T0, KernelData.PUBLIC_NEXT);
    code.move(T7, S0).call(LINK1, kernel.routine(Routine.COPY));
    code.move(R0, S0).jumpTo(LINK0);
  }
}
