package dev.provelet.guest.kernel.core;

import static dev.provelet.guest.machine.Registers.LINK0;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.R3;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S1;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;
import static dev.provelet.guest.machine.Registers.T2;
import static dev.provelet.guest.machine.Registers.T3;
import static dev.provelet.guest.machine.Registers.T7;

import dev.provelet.guest.layout.KernelData.Hash;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Op;
import dev.provelet.guest.openvm.Opcode;

/** SHA-256 of the public input and of the output, by the SHA-256 chip. R3: the {@link Hash}. */
public final class Hashing {
  private static final int BLOCK_BYTES = 64;

  /** Also where the second digest lies in the public values. */
  public static final int DIGEST_BYTES = 32;

  private static final int TAKEN_AT_ONCE = 32;

  /** Where in the last block the length begins. */
  private static final int LENGTH_AT = 56;

  private Hashing() {}

  static void define(KernelCode kernel) {
    absorb(kernel);
    take(kernel);
    finish(kernel);
  }

  /**
   * HASH_ABSORB, by LINK0: takes R2 bytes at R1. Whole blocks at aligned addresses are taken where
   * they are if memory has their bytes in order. Changes R0 to R2, S0, S1, T0 to T3, T7, LINK1.
   */
  private static void absorb(KernelCode kernel) {
    Code code = kernel.begin(Routine.HASH_ABSORB);
    Label take = kernel.routine(Routine.HASH_TAKE);
    Label done = new Label();
    Label tail = new Label();
    Label blocks = new Label();
    code.loadWord(T0, R3, Hash.LENGTH).add(T1, T0, R2).storeWord(T1, R3, Hash.LENGTH);
    code.alu(Opcode.SLTU, T1, T1, T0).loadWord(T0, R3, Hash.LENGTH + 4);
    code.add(T0, T0, T1).storeWord(T0, R3, Hash.LENGTH + 4);

    // Fill up a block begun.
    Label enough = new Label();
    code.loadWord(S0, R3, Hash.FILLED).branchIfZero(S0, blocks);
    code.constant(T0, BLOCK_BYTES).subtract(S1, T0, S0);
    code.branch(Opcode.BGEU, R2, S1, enough).move(S1, R2);
    code.bind(enough).add(R0, R3, S0).addImmediate(R0, R0, Hash.BLOCK).move(T7, S1);
    code.call(LINK1, take);
    code.subtract(R2, R2, S1).add(S0, S0, S1).storeWord(S0, R3, Hash.FILLED);
    code.constant(T0, BLOCK_BYTES).branch(Opcode.BNE, S0, T0, done);
    compressBlock(kernel);
    code.storeWord(0, R3, Hash.FILLED);

    Label elsewhere = new Label();
    code.bind(blocks);
    if (!kernel.bigEndian()) {
      code.immediate(Opcode.AND, T0, R1, 3).branchUnlessZero(T0, elsewhere);
      code.immediate(Opcode.SLTU, T0, R2, BLOCK_BYTES).branchUnlessZero(T0, tail);
      kernel.toMachine(T1, R1);
      kernel.toMachine(T2, R3);
      Label inPlace = code.here();
      code.op(new Op.Compress(T2, T2, T1)).addImmediate(T1, T1, BLOCK_BYTES);
      code.addImmediate(R2, R2, -BLOCK_BYTES);
      code.immediate(Opcode.SLTU, T0, R2, BLOCK_BYTES).branchIfZero(T0, inPlace);
      code.addImmediate(R1, T1, kernel.fromMachine(0)).jump(tail);
    }

    code.bind(elsewhere).immediate(Opcode.SLTU, T0, R2, BLOCK_BYTES);
    code.branchUnlessZero(T0, tail);
    code.addImmediate(R0, R3, Hash.BLOCK).constant(T7, BLOCK_BYTES).call(LINK1, take);
    compressBlock(kernel);
    code.addImmediate(R2, R2, -BLOCK_BYTES).jump(elsewhere);

    code.bind(tail).branchIfZero(R2, done);
    code.storeWord(R2, R3, Hash.FILLED).addImmediate(R0, R3, Hash.BLOCK).move(T7, R2);
    code.call(LINK1, take);
    code.bind(done).jumpTo(LINK0);
  }

  /**
   * HASH_TAKE, by LINK1: T7 bytes of the program at R1 become bytes in order at R0; both end up
   * behind the last byte. Words are loaded and stored by bytes, unless memory has them in order
   * already and both addresses are equally aligned. Changes T0 to T3 and T7.
   */
  private static void take(KernelCode kernel) {
    Code code = kernel.begin(Routine.HASH_TAKE);
    Label done = new Label();
    Label words = new Label();
    Label bytes = new Label();
    if (!kernel.bigEndian()) {
      code.alu(Opcode.XOR, T0, R0, R1).immediate(Opcode.AND, T0, T0, 3);
      code.branchIfZero(T0, kernel.routine(Routine.COPY));
    }
    Label unaligned = code.here();
    code.immediate(Opcode.AND, T0, R1, 3).branchIfZero(T0, words).branchIfZero(T7, done);
    takeByte(kernel);
    code.jump(unaligned);

    Label single = new Label();
    code.bind(words).immediate(Opcode.SLTU, T0, T7, TAKEN_AT_ONCE).branchUnlessZero(T0, single);
    takeWords(TAKEN_AT_ONCE, kernel);
    code.jump(words);
    code.bind(single).immediate(Opcode.SLTU, T0, T7, 4).branchUnlessZero(T0, bytes);
    takeWords(4, kernel);
    code.jump(single);

    code.bind(bytes).branchIfZero(T7, done);
    takeByte(kernel);
    code.jump(bytes);
    code.bind(done).jumpTo(LINK1);
  }

  private static void takeWords(int bytes, KernelCode kernel) {
    Code code = kernel.code();
    for (int word = 0; word < bytes; word += 4) {
      code.loadWord(T2, R1, word).store(Opcode.STOREB, T2, R0, word + kernel.byteAt(0));
      for (int at = 1; at < 4; at++) {
        code.immediate(Opcode.SRL, T2, T2, 8);
        code.store(Opcode.STOREB, T2, R0, word + kernel.byteAt(at));
      }
    }
    code.addImmediate(R0, R0, bytes).addImmediate(R1, R1, bytes).addImmediate(T7, T7, -bytes);
  }

  private static void takeByte(KernelCode kernel) {
    kernel.loadByte(T2, R1).store(Opcode.STOREB, T2, R0, 0).addImmediate(R0, R0, 1);
    kernel.code().addImmediate(R1, R1, 1).addImmediate(T7, T7, -1);
  }

  /** Changes T1, T2. */
  private static void compressBlock(KernelCode kernel) {
    kernel.toMachine(T2, R3).addImmediate(T1, T2, Hash.BLOCK).op(new Op.Compress(T2, T2, T1));
  }

  /** HASH_FINISH, by LINK0: pads, so that the state is the digest. Changes S0, T0 to T3. */
  private static void finish(KernelCode kernel) {
    Code code = kernel.begin(Routine.HASH_FINISH);
    Label length = new Label();
    Label put = new Label();
    code.loadWord(S0, R3, Hash.FILLED).add(T0, R3, S0);
    code.constant(T1, 0x80).store(Opcode.STOREB, T1, T0, Hash.BLOCK).addImmediate(S0, S0, 1);
    Label pad = code.here();
    code.constant(T1, LENGTH_AT).branch(Opcode.BEQ, S0, T1, length);
    code.constant(T1, BLOCK_BYTES).branch(Opcode.BNE, S0, T1, put);
    compressBlock(kernel);
    code.constant(S0, 0).jump(pad);
    code.bind(put).add(T0, R3, S0).store(Opcode.STOREB, 0, T0, Hash.BLOCK);
    code.addImmediate(S0, S0, 1).jump(pad);

    // The length in bits, the upper word first, each from its highest byte on.
    code.bind(length).loadWord(S0, R3, Hash.LENGTH).loadWord(T0, R3, Hash.LENGTH + 4);
    code.immediate(Opcode.SLL, T0, T0, 3).immediate(Opcode.SRL, T1, S0, 29);
    code.alu(Opcode.OR, T0, T0, T1);
    reverseBytes(code);
    code.storeWord(T0, R3, Hash.BLOCK + LENGTH_AT).immediate(Opcode.SLL, T0, S0, 3);
    reverseBytes(code);
    code.storeWord(T0, R3, Hash.BLOCK + LENGTH_AT + 4);
    compressBlock(kernel);
    code.jumpTo(LINK0);
  }

  /** T0's bytes the other way round. Changes T1 to T3. */
  public static void reverseBytes(Code code) {
    code.immediate(Opcode.SRL, T1, T0, 24).immediate(Opcode.SLL, T2, T0, 24);
    code.alu(Opcode.OR, T1, T1, T2);
    code.immediate(Opcode.AND, T2, T0, 0xff00).immediate(Opcode.SLL, T2, T2, 8);
    code.alu(Opcode.OR, T1, T1, T2);
    code.immediate(Opcode.SRL, T3, T0, 8).immediate(Opcode.AND, T3, T3, 0xff00);
    code.alu(Opcode.OR, T0, T1, T3);
  }

  /** Makes the digest public, from a byte of the public values on. Changes T0 to T3. */
  public static void reveal(int from, Code code) {
    for (int at = 0; at < DIGEST_BYTES; at += 4) {
      code.loadWord(T0, R3, Hash.STATE + at);
      reverseBytes(code);
      code.op(new Op.Reveal(T0, 0, from + at));
    }
  }
}
