package dev.provelet.guest.kernel.precompile;

import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.R2;
import static dev.provelet.guest.machine.Registers.R3;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S1;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.S3;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;

import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Accelerated;
import dev.provelet.guest.openvm.Accelerated.Operation;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Modulus;
import dev.provelet.guest.openvm.Opcode;
import java.math.BigInteger;

/**
 * Emits arithmetic in one field. Registers have the machine's addresses of numbers. The machine
 * proves a result up to multiples of the modulus; whatever the program sees, or a decision rests
 * on, has to be {@link #reduced}.
 */
final class FieldCode {
  private final KernelCode kernel;
  private final Modulus modulus;

  FieldCode(KernelCode kernel, Modulus modulus) {
    this.kernel = kernel;
    this.modulus = modulus;
  }

  int bytes() {
    return modulus.bytes();
  }

  Modulus modulus() {
    return modulus;
  }

  FieldCode add(int destination, int left, int right) {
    return compute(Operation.ADD, destination, left, right);
  }

  FieldCode subtract(int destination, int left, int right) {
    return compute(Operation.SUBTRACT, destination, left, right);
  }

  FieldCode multiply(int destination, int left, int right) {
    return compute(Operation.MULTIPLY, destination, left, right);
  }

  /** The divisor must have been compared with zero. */
  FieldCode divide(int destination, int left, int right) {
    return compute(Operation.DIVIDE, destination, left, right);
  }

  FieldCode compute(Operation operation, int destination, int left, int right) {
    kernel.code().op(Accelerated.modular(operation, modulus, destination, left, right));
    return this;
  }

  /** rd: whether two reduced numbers are equal; there is no proof for others. */
  FieldCode equal(int rd, int left, int right) {
    kernel.code().op(Accelerated.equal(modulus, rd, left, right));
    return this;
  }

  /** From here on there is a proof only if the number is less than the modulus. Changes T0. */
  FieldCode reduced(int number) {
    return equal(T0, number, number);
  }

  /** Loads a word of a number. */
  Code load(int rd, int number, int at) {
    return kernel.code().loadWord(rd, number, kernel.fromMachine(at));
  }

  /** Stores a word of a number. */
  Code store(int rs, int number, int at) {
    return kernel.code().storeWord(rs, number, kernel.fromMachine(at));
  }

  /** The address of one of the program's numbers, so many bytes behind another of its. */
  Code given(int rd, int address, int behind) {
    return kernel.code().addImmediate(rd, address, behind - kernel.layout().base());
  }

  /** The address of a number in the kernel's data. */
  Code kept(int rd, int offset) {
    return kernel.machineAddress(rd, offset);
  }

  /** A number of the field as words of the kernel's data. */
  int datum(BigInteger number) {
    return kernel.datum(words(number));
  }

  /** The words of a number of the field, the lowest first. */
  int[] words(BigInteger number) {
    int[] words = new int[modulus.bytes() / 4];
    for (int i = 0; i < words.length; i++) {
      words[i] = number.shiftRight(32 * i).intValue();
    }
    return words;
  }

  /** Ends the run unless the number at an address is less than the modulus. Changes T0 to T2. */
  void checkLess(int number) {
    Code code = kernel.code();
    Label less = new Label();
    int[] words = words(modulus.value());
    for (int i = words.length - 1; i >= 0; i--) {
      load(T0, number, 4 * i).constant(T1, words[i]);
      code.branch(Opcode.BLTU, T0, T1, less);
      code.branch(Opcode.BNE, T0, T1, kernel.end(Verdict.BAD_OPERANDS));
    }
    code.jump(kernel.end(Verdict.BAD_OPERANDS)).bind(less);
  }

  /**
   * The number at R0 becomes the one at R1 to the power of the words at an offset of the kernel's
   * data; R2 has the address of one, R3 of zero. Changes S0 to S3.
   */
  void power(int exponent) {
    Code code = kernel.code();
    Label skip = new Label();
    kernel.address(S0, exponent + bytes()).addImmediate(S3, S0, -bytes());
    add(R0, R2, R3);
    Label word = code.here();
    code.addImmediate(S0, S0, -4).loadWord(S1, S0, 0).constant(S2, 32);
    Label bit = code.here();
    multiply(R0, R0, R0);
    code.branch(Opcode.BGE, S1, 0, skip);
    multiply(R0, R0, R1);
    code.bind(skip).immediate(Opcode.SLL, S1, S1, 1).addImmediate(S2, S2, -1);
    code.branchUnlessZero(S2, bit).branch(Opcode.BNE, S0, S3, word);
  }
}
