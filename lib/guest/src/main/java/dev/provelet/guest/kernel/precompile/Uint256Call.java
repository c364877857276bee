package dev.provelet.guest.kernel.precompile;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
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
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;
import dev.provelet.guest.ziren.ZirenCall;

/**
 * UINT256_MUL: x * y modulo any number, 0 meaning 2^256. The product is divided by Knuth's
 * algorithm D (The Art of Computer Programming 4.3.1): divisor and product are shifted up until the
 * divisor's highest bit is set; each digit of the quotient is guessed from the highest words, which
 * is at most two too much.
 */
final class Uint256Call {
  private static final int BYTES = 4 * MultiwordArithmetic.WORDS;

  private final KernelCode kernel;
  private final Code code;

  /** Eight words that are always zero, then the modulus; so that it can be shifted up by words. */
  private final int modulus;

  /** The same for the product; then a word that is always zero. */
  private final int product;

  /** Both shifted up. */
  private final int divisor;

  private final int dividend;

  private Uint256Call(KernelCode kernel) {
    this.kernel = kernel;
    this.code = kernel.code();
    this.modulus = kernel.space(2 * MultiwordArithmetic.WORDS) + BYTES;
    this.product = kernel.space(3 * MultiwordArithmetic.WORDS + 1) + BYTES;
    this.divisor = kernel.space(MultiwordArithmetic.WORDS);
    this.dividend = kernel.space(3 * MultiwordArithmetic.WORDS + 1);
  }

  static void define(KernelCode kernel) {
    Uint256Call call = new Uint256Call(kernel);
    call.multiply();
    call.shiftUp();
  }

  private void multiply() {
    kernel.call(ZirenCall.UINT256_MUL.number());
    PrecompileDefinitions.checkAligned(kernel, A0, A1);
    kernel.address(S0, product);
    for (int at = 0; at < BYTES; at += 4) {
      code.storeWord(0, S0, at);
    }
    code.move(S4, A0).addImmediate(S5, A0, BYTES).move(S1, A1);
    Label next = code.here();
    code.loadWord(S2, S4, 0).constant(S3, 0);
    code.call(LINK1, kernel.routine(Routine.MULTIWORD_ADD_PRODUCT)).storeWord(S3, S0, BYTES);
    code.addImmediate(S0, S0, 4).addImmediate(S4, S4, 4).branch(Opcode.BNE, S4, S5, next);

    Label found = new Label();
    // T4: the modulus's highest word that is not zero, S0: how many bytes lie above it
    kernel.address(S1, modulus).constant(S0, 0);
    for (int at = 0; at < BYTES; at += 4) {
      code.loadWord(T0, A1, BYTES + at).storeWord(T0, S1, at);
    }
    for (int at = BYTES - 4; at >= 0; at -= 4) {
      code.loadWord(T4, S1, at).branchUnlessZero(T4, found).addImmediate(S0, S0, 4);
    }
    kernel.address(R1, product).move(R0, A0).constant(T7, BYTES);
    code.call(LINK1, kernel.routine(Routine.COPY));
    kernel.zirenReturn();
    code.bind(found);
    reduce();
  }

  /** S0: bytes to shift up by, T4: the highest word that decides about the bits. */
  private void reduce() {
    leadingZeros();
    code.constant(T0, 31).subtract(S5, T0, S4).move(R0, S0);
    kernel.address(S1, modulus).subtract(S1, S1, R0);
    kernel.address(S0, divisor).constant(T7, MultiwordArithmetic.WORDS);
    code.call(LINK1, kernel.routine(Routine.SHIFT_UP));
    kernel.address(S1, product).subtract(S1, S1, R0);
    kernel.address(S0, dividend).immediate(Opcode.SRL, T7, R0, 2);
    code.addImmediate(T7, T7, 2 * MultiwordArithmetic.WORDS + 1)
        .call(LINK1, kernel.routine(Routine.SHIFT_UP));

    // R3: the divisor's highest word, R1 and R2: its halves, S0: where the next digit's words end
    kernel.address(S1, divisor).loadWord(R3, S1, BYTES - 4);
    code.immediate(Opcode.SRL, R1, R3, 16).immediate(Opcode.AND, R2, R3, 0xffff);
    code.addImmediate(S0, S0, -4 * (MultiwordArithmetic.WORDS + 1));
    Label digit = code.here();
    digit();
    code.addImmediate(S0, S0, -4);
    kernel.address(T0, dividend).branch(Opcode.BGEU, S0, T0, digit);

    kernel.address(S1, dividend).add(S1, S1, R0);
    for (int at = 0; at < BYTES; at += 4) {
      code.loadWord(T0, S1, at).loadWord(T1, S1, at + 4).alu(Opcode.SRL, T0, T0, S4);
      code.immediate(Opcode.SLL, T1, T1, 1).alu(Opcode.SLL, T1, T1, S5);
      code.alu(Opcode.OR, T0, T0, T1).storeWord(T0, A0, at);
    }
    kernel.zirenReturn();
  }

  /** S4: how many zeros T4, which is not zero, begins with. Changes T0, T4. */
  private void leadingZeros() {
    code.constant(S4, 0);
    for (int step = 16; step > 0; step /= 2) {
      Label less = new Label();
      code.immediate(Opcode.SRL, T0, T4, 32 - step).branchUnlessZero(T0, less);
      code.immediate(Opcode.SLL, T4, T4, step).addImmediate(S4, S4, step).bind(less);
    }
  }

  /**
   * SHIFT_UP, by LINK1: T7 words from S1 to S0, which ends up behind them, shifted up by S4 bits;
   * S5 is 31 - S4. Changes S1, T0, T1, T7.
   */
  private void shiftUp() {
    kernel.begin(Routine.SHIFT_UP);
    Label next = code.here();
    code.loadWord(T0, S1, 0).loadWord(T1, S1, -4).alu(Opcode.SLL, T0, T0, S4);
    code.immediate(Opcode.SRL, T1, T1, 1).alu(Opcode.SRL, T1, T1, S5);
    code.alu(Opcode.OR, T0, T0, T1).storeWord(T0, S0, 0).addImmediate(S0, S0, 4);
    code.addImmediate(S1, S1, 4).addImmediate(T7, T7, -1).branchUnlessZero(T7, next);
    code.jumpTo(LINK1);
  }

  /** Takes as many times the divisor from the nine words at S0 as they hold. */
  private void digit() {
    Label guessed = new Label();
    Label right = new Label();
    code.loadWord(T0, S0, BYTES).loadWord(T1, S0, BYTES - 4).constant(S2, -1);
    code.branch(Opcode.BGEU, T0, R3, guessed);
    guess();
    code.bind(guessed);
    kernel.address(S1, divisor).constant(S3, 0);
    code.call(LINK1, kernel.routine(Routine.MULTIWORD_SUBTRACT_PRODUCT));
    code.loadWord(T0, S0, BYTES).subtract(T1, T0, S3).storeWord(T1, S0, BYTES);
    code.branch(Opcode.BGEU, T0, S3, right);
    Label tooMuch = code.here();
    code.call(LINK1, kernel.routine(Routine.MULTIWORD_ADD)).loadWord(T0, S0, BYTES).add(T0, T0, S3);
    code.storeWord(T0, S0, BYTES).branch(Opcode.BGEU, T0, S3, tooMuch);
    code.bind(right);
  }

  /**
   * S2: T0 and T1, which is less than R3 and anything, divided by R3; by halves, as processors
   * divide words only. Changes T0, T2 to T7.
   */
  private void guess() {
    code.immediate(Opcode.SRL, T7, T1, 16);
    half(S2);
    code.immediate(Opcode.SLL, T0, T0, 16).add(T0, T0, T7).alu(Opcode.MUL, T2, S2, R3);
    code.subtract(T0, T0, T2).immediate(Opcode.AND, T7, T1, 0xffff);
    half(T5);
    code.immediate(Opcode.SLL, S2, S2, 16).add(S2, S2, T5);
  }

  /** A register: T0 and the half T7, divided by R3. Changes T2 to T4. */
  private void half(int quotient) {
    Label check = new Label();
    Label less = new Label();
    Label done = new Label();
    code.alu(Opcode.DIVU, quotient, T0, R1).alu(Opcode.MUL, T2, quotient, R1);
    code.subtract(T3, T0, T2).bind(check);
    code.immediate(Opcode.SRL, T2, quotient, 16).branchUnlessZero(T2, less);
    code.alu(Opcode.MUL, T2, quotient, R2).immediate(Opcode.SLL, T4, T3, 16);
    code.alu(Opcode.OR, T4, T4, T7).branch(Opcode.BGEU, T4, T2, done);
    code.bind(less).addImmediate(quotient, quotient, -1).add(T3, T3, R1);
    code.immediate(Opcode.SRL, T2, T3, 16).branchIfZero(T2, check);
    code.bind(done);
  }
}
