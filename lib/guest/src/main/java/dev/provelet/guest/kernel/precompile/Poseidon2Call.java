package dev.provelet.guest.kernel.precompile;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
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
import static dev.provelet.guest.machine.Registers.T3;
import static dev.provelet.guest.machine.Registers.T4;
import static dev.provelet.guest.machine.Registers.T5;
import static dev.provelet.guest.machine.Registers.T7;

import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;
import dev.provelet.guest.ziren.ZirenCall;
import java.math.BigInteger;

/**
 * POSEIDON2_PERMUTE: 16 numbers of the field of p = 2^31 - 2^24 + 1, in place. While it works, a
 * number x is held as x * 2^32 (Montgomery's form), less than p.
 */
final class Poseidon2Call {
  private static final int P = 0x7f000001;
  private static final int WIDTH = 16;
  private static final int FULL_ROUNDS = 8;
  private static final int QUARTER = 4;
  private static final int[] FOUR = {S2, S3, S4, S5};
  private static final BigInteger PRIME = BigInteger.valueOf(P);
  private static final BigInteger WORD = BigInteger.ONE.shiftLeft(32);

  private final KernelCode kernel;
  private final Code code;
  private final int state;

  private Poseidon2Call(KernelCode kernel) {
    this.kernel = kernel;
    this.code = kernel.code();
    this.state = kernel.space(WIDTH);
  }

  static void define(KernelCode kernel) {
    Poseidon2Call call = new Poseidon2Call(kernel);
    call.permute();
    call.mix();
  }

  /** By what each word is multiplied in a partial round, beside the sum of all. */
  private static int[] diagonal() {
    BigInteger half = BigInteger.TWO.modInverse(PRIME);
    BigInteger[] values = {
      BigInteger.valueOf(-2),
      BigInteger.ONE,
      BigInteger.TWO,
      half,
      BigInteger.valueOf(3),
      BigInteger.valueOf(4),
      half.negate(),
      BigInteger.valueOf(-3),
      BigInteger.valueOf(-4),
      half.pow(8),
      half.pow(3),
      half.pow(24),
      half.pow(8).negate(),
      half.pow(3).negate(),
      half.pow(4).negate(),
      half.pow(24).negate()
    };
    int[] words = new int[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      words[i] = montgomery(values[i]);
    }
    return words;
  }

  private static int montgomery(BigInteger value) {
    return value.multiply(WORD).mod(PRIME).intValue();
  }

  private static int[] montgomery(int[] values) {
    int[] words = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      words[i] = montgomery(BigInteger.valueOf(Integer.toUnsignedLong(values[i])));
    }
    return words;
  }

  private void permute() {
    kernel.call(ZirenCall.POSEIDON2_PERMUTE.number());
    PrecompileDefinitions.checkAligned(kernel, A0);
    code.branchUnlessZero(A1, kernel.end(Verdict.BAD_ZIREN_ARGUMENT));
    // R0: p, R1: 1 / p, S0: the state
    code.constant(R0, P).constant(R1, PRIME.modInverse(WORD).intValue());
    kernel.address(S0, state);
    code.constant(R2, montgomery(WORD));
    for (int at = 0; at < 4 * WIDTH; at += 4) {
      code.loadWord(T0, A0, at);
      multiply(T0, T0, R2);
      code.storeWord(T0, S0, at);
    }
    code.call(LINK1, kernel.routine(Routine.POSEIDON2_MIX));
    int full = kernel.datum(montgomery(Poseidon2Constants.full()));
    int partial = kernel.datum(montgomery(Poseidon2Constants.partial()));
    int middle = full + 4 * WIDTH * FULL_ROUNDS / 2;
    fullRounds(full, middle);
    partialRounds(partial, partial + 4 * Poseidon2Constants.partial().length);
    fullRounds(middle, full + 4 * WIDTH * FULL_ROUNDS);
    code.constant(R2, 1);
    for (int at = 0; at < 4 * WIDTH; at += 4) {
      code.loadWord(T0, S0, at);
      multiply(T0, T0, R2);
      code.storeWord(T0, A0, at);
    }
    kernel.zirenReturn();
  }

  /** rd: rs1 * rs2 / 2^32, of which one is less than p. Changes T5, T4. */
  private void multiply(int rd, int rs1, int rs2) {
    code.alu(Opcode.MUL, T5, rs1, rs2).alu(Opcode.MULHU, T4, rs1, rs2);
    code.alu(Opcode.MUL, T5, T5, R1).alu(Opcode.MULHU, T5, T5, R0);
    code.subtract(rd, T4, T5);
    makePositive(rd);
  }

  /** rd: rs1 + rs2, both less than p. Changes T5. */
  private void add(int rd, int rs1, int rs2) {
    code.add(rd, rs1, rs2).subtract(rd, rd, R0);
    makePositive(rd);
  }

  /** Adds p to what is less than zero. Changes T5. */
  private void makePositive(int register) {
    code.immediate(Opcode.SRA, T5, register, 31).alu(Opcode.AND, T5, T5, R0);
    code.add(register, register, T5);
  }

  /** T0: its cube, after a constant was added. Changes T1. */
  private void substitute(int constant) {
    add(T0, T0, constant);
    multiply(T1, T0, T0);
    multiply(T0, T0, T1);
  }

  private void fullRounds(int constants, int end) {
    kernel.address(LINK2, constants);
    Label round = code.here();
    code.move(S1, S0).addImmediate(T7, S0, 4 * WIDTH);
    Label word = code.here();
    code.loadWord(T0, S1, 0).loadWord(T2, LINK2, 0);
    substitute(T2);
    code.storeWord(T0, S1, 0).addImmediate(S1, S1, 4).addImmediate(LINK2, LINK2, 4);
    code.branch(Opcode.BNE, S1, T7, word).call(LINK1, kernel.routine(Routine.POSEIDON2_MIX));
    kernel.address(T0, end).branch(Opcode.BNE, LINK2, T0, round);
  }

  private void partialRounds(int constants, int end) {
    kernel.address(R3, kernel.datum(diagonal()));
    kernel.address(LINK2, constants);
    Label round = code.here();
    code.loadWord(T0, S0, 0).loadWord(T2, LINK2, 0);
    substitute(T2);
    code.storeWord(T0, S0, 0);
    for (int at = 4; at < 4 * WIDTH; at += 4) {
      code.loadWord(T1, S0, at);
      add(T0, T0, T1);
    }
    for (int at = 0; at < 4 * WIDTH; at += 4) {
      code.loadWord(T1, S0, at).loadWord(T2, R3, at);
      multiply(T1, T1, T2);
      add(T1, T1, T0);
      code.storeWord(T1, S0, at);
    }
    code.addImmediate(LINK2, LINK2, 4);
    kernel.address(T0, end).branch(Opcode.BNE, LINK2, T0, round);
  }

  /**
   * POSEIDON2_MIX, by LINK1: each four words times the matrix of which each row is the one above
   * turned by one, from 2 3 1 1 on; then to each word, the four that are as far in their fours.
   */
  private void mix() {
    kernel.begin(Routine.POSEIDON2_MIX);
    code.move(S1, S0).addImmediate(T7, S0, 4 * WIDTH);
    Label four = code.here();
    for (int i = 0; i < QUARTER; i++) {
      code.loadWord(FOUR[i], S1, 4 * i);
    }
    add(T0, S2, S3);
    add(T1, S4, S5);
    add(T2, T0, T1);
    add(T3, T2, S3);
    add(T4, T2, S5);
    add(S2, S2, S2);
    add(S2, S2, T4);
    add(S4, S4, S4);
    add(S4, S4, T3);
    add(T0, T0, T3);
    add(T1, T1, T4);
    code.storeWord(T0, S1, 0).storeWord(S4, S1, 4).storeWord(T1, S1, 8).storeWord(S2, S1, 12);
    code.addImmediate(S1, S1, 4 * QUARTER).branch(Opcode.BNE, S1, T7, four);

    code.move(S1, S0).addImmediate(T7, S0, 4 * QUARTER);
    Label column = code.here();
    for (int i = 0; i < QUARTER; i++) {
      code.loadWord(FOUR[i], S1, 4 * QUARTER * i);
    }
    add(T0, S2, S3);
    add(T0, T0, S4);
    add(T0, T0, S5);
    for (int i = 0; i < QUARTER; i++) {
      add(FOUR[i], FOUR[i], T0);
      code.storeWord(FOUR[i], S1, 4 * QUARTER * i);
    }
    code.addImmediate(S1, S1, 4).branch(Opcode.BNE, S1, T7, column).jumpTo(LINK1);
  }
}
