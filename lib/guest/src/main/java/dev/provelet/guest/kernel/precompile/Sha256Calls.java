package dev.provelet.guest.kernel.precompile;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
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

import dev.provelet.guest.kernel.core.Hashing;
import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Op;
import dev.provelet.guest.openvm.Opcode;
import dev.provelet.guest.ziren.ZirenCall;

/**
 * SHA_EXTEND and SHA_COMPRESS. The chip takes a block and makes the schedule itself, Ziren's call
 * is given a schedule. So the last schedule that SHA_EXTEND made is kept: if SHA_COMPRESS is given
 * the very same words, they are the schedule of the block kept with it, and the chip does the work;
 * else plain code does.
 */
final class Sha256Calls {
  private static final int BLOCK_WORDS = 16;
  private static final int WORDS = 64;
  private static final int STATE_WORDS = 8;
  private static final int COMPARED_AT_ONCE = 8;
  private static final int ROUNDS_AT_ONCE = 8;

  /** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
  private static final int[] K = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
  };

  private final KernelCode kernel;
  private final Code code;

  /** The schedule kept, and its block's bytes. Both are zero at first, which is right. */
  private final int schedule;

  private final int block;

  private Sha256Calls(KernelCode kernel) {
    this.kernel = kernel;
    this.code = kernel.code();
    this.schedule = kernel.space(WORDS);
    this.block = kernel.space(BLOCK_WORDS);
  }

  static void define(KernelCode kernel) {
    Sha256Calls calls = new Sha256Calls(kernel);
    calls.extend();
    calls.compress();
  }

  private void extend() {
    kernel.call(ZirenCall.SHA_EXTEND.number());
    PrecompileDefinitions.checkAligned(kernel, A0);
    code.branchUnlessZero(A1, kernel.end(Verdict.BAD_ZIREN_ARGUMENT));
    kernel.address(S2, block);
    kernel.address(S1, schedule).move(S0, A0);
    for (int i = 0; i < BLOCK_WORDS; i++) {
      code.loadWord(T0, S0, 4 * i).storeWord(T0, S1, 4 * i);
      Hashing.reverseBytes(code);
      code.storeWord(T0, S2, 4 * i);
    }
    code.addImmediate(T7, S0, 4 * (WORDS - BLOCK_WORDS));
    Label next = code.here();
    code.loadWord(T4, S1, 4).loadWord(T5, S1, 4 * 14);
    mix(T1, T4, 7, 18, 3);
    mix(T3, T5, 17, 19, 10);
    code.add(T1, T1, T3).loadWord(T3, S1, 0).add(T1, T1, T3);
    code.loadWord(T3, S1, 4 * 9).add(T1, T1, T3);
    code.storeWord(T1, S1, 4 * BLOCK_WORDS).storeWord(T1, S0, 4 * BLOCK_WORDS);
    code.addImmediate(S0, S0, 4).addImmediate(S1, S1, 4).branch(Opcode.BNE, S0, T7, next);
    kernel.zirenReturn();
  }

  /** rd: rs rotated by two distances and shifted by a third, combined. Changes T2. */
  private void mix(int rd, int rs, int first, int second, int shift) {
    sigma(rd, rs, first, second);
    code.immediate(Opcode.SRL, T2, rs, shift).alu(Opcode.XOR, rd, rd, T2);
  }

  /** rd: rs rotated by each of these distances, combined. Changes T2. */
  private void sigma(int rd, int rs, int... distances) {
    for (int i = 0; i < distances.length; i++) {
      int down = i == 0 ? rd : T2;
      code.immediate(Opcode.SRL, down, rs, distances[i]);
      if (i > 0) {
        code.alu(Opcode.XOR, rd, rd, T2);
      }
      code.immediate(Opcode.SLL, T2, rs, 32 - distances[i]).alu(Opcode.XOR, rd, rd, T2);
    }
  }

  private void compress() {
    kernel.call(ZirenCall.SHA_COMPRESS.number());
    Label plain = new Label();
    PrecompileDefinitions.checkAligned(kernel, A0, A1);
    code.branch(Opcode.BEQ, A0, A1, kernel.end(Verdict.BAD_ZIREN_ARGUMENT));
    kernel.address(S1, schedule).move(S0, A0).addImmediate(T7, A0, 4 * WORDS);
    Label next = code.here();
    for (int i = 0; i < COMPARED_AT_ONCE; i++) {
      code.loadWord(T0, S0, 4 * i).loadWord(T1, S1, 4 * i).branch(Opcode.BNE, T0, T1, plain);
    }
    code.addImmediate(S0, S0, 4 * COMPARED_AT_ONCE).addImmediate(S1, S1, 4 * COMPARED_AT_ONCE);
    code.branch(Opcode.BNE, S0, T7, next);
    kernel.toMachine(T1, A1);
    kernel.machineAddress(T0, block).op(new Op.Compress(T1, T1, T0));
    kernel.zirenReturn();
    code.bind(plain);
    compressPlainly();
    kernel.zirenReturn();
  }

  private void compressPlainly() {
    int[] state = {R0, R1, R2, R3, S2, S3, S4, S5};
    for (int i = 0; i < STATE_WORDS; i++) {
      code.loadWord(state[i], A1, 4 * i);
    }
    kernel.address(S1, kernel.datum(K)).move(S0, A0).addImmediate(T7, A0, 4 * WORDS);
    Label next = code.here();
    for (int i = 0; i < ROUNDS_AT_ONCE; i++) {
      round(state, 4 * i);
    }
    code.addImmediate(S0, S0, 4 * ROUNDS_AT_ONCE).addImmediate(S1, S1, 4 * ROUNDS_AT_ONCE);
    code.branch(Opcode.BNE, S0, T7, next);
    for (int i = 0; i < STATE_WORDS; i++) {
      code.loadWord(T0, A1, 4 * i).add(T0, T0, state[i]).storeWord(T0, A1, 4 * i);
    }
  }

  /** One round; the registers of the state then have moved on by one. */
  private void round(int[] state, int at) {
    int a = state[0];
    int b = state[1];
    int c = state[2];
    int e = state[4];
    int h = state[7];
    sigma(T0, e, 6, 11, 25);
    code.add(T0, T0, h).alu(Opcode.XOR, T1, state[5], state[6]).alu(Opcode.AND, T1, T1, e);
    code.alu(Opcode.XOR, T1, T1, state[6]).add(T0, T0, T1);
    code.loadWord(T1, S1, at).add(T0, T0, T1).loadWord(T1, S0, at).add(T0, T0, T1);
    code.add(state[3], state[3], T0);
    sigma(T1, a, 2, 13, 22);
    code.add(T0, T0, T1).alu(Opcode.OR, T1, a, b).alu(Opcode.AND, T1, T1, c);
    code.alu(Opcode.AND, T2, a, b).alu(Opcode.OR, T1, T1, T2).add(h, T0, T1);
    System.arraycopy(state, 0, state, 1, STATE_WORDS - 1);
    state[0] = h;
  }
}
