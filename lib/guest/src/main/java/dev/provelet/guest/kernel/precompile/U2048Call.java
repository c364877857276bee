package dev.provelet.guest.kernel.precompile;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.A2;
import static dev.provelet.guest.machine.Registers.A3;
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
import static dev.provelet.guest.machine.Registers.T7;

import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;
import dev.provelet.guest.ziren.ZirenCall;

/**
 * U256XU2048_MUL: the product of eight words and 64, the lower 64 to $a2, the upper eight to $a3.
 */
final class U2048Call {
  private static final int LONG_WORDS = 64;

  private U2048Call() {}

  static void define(KernelCode kernel) {
    int product = kernel.space(LONG_WORDS + MultiwordArithmetic.WORDS);
    Code code = kernel.call(ZirenCall.U256XU2048_MUL.number());
    PrecompileDefinitions.checkAligned(kernel, A0, A1, A2, A3);
    kernel.address(R0, product).addImmediate(R1, R0, 4 * LONG_WORDS);
    code.call(LINK1, kernel.routine(Routine.ZERO));
    // R2: the next of the eight words, R3: their end, R1: where its products go
    code.move(R2, A0).addImmediate(R3, A0, 4 * MultiwordArithmetic.WORDS);
    kernel.address(R1, product);
    Label next = code.here();
    code.loadWord(S2, R2, 0).constant(S3, 0).move(S0, R1).move(S1, A1);
    code.addImmediate(S4, A1, 4 * LONG_WORDS);
    Label row = code.here();
    code.call(LINK1, kernel.routine(Routine.MULTIWORD_ADD_PRODUCT));
    code.addImmediate(S0, S0, 4 * MultiwordArithmetic.WORDS)
        .addImmediate(S1, S1, 4 * MultiwordArithmetic.WORDS);
    code.branch(Opcode.BNE, S1, S4, row).storeWord(S3, S0, 0);
    code.addImmediate(R1, R1, 4).addImmediate(R2, R2, 4).branch(Opcode.BNE, R2, R3, next);
    kernel.address(R1, product).move(R0, A2).constant(T7, 4 * LONG_WORDS);
    code.call(LINK1, kernel.routine(Routine.COPY))
        .move(R0, A3)
        .constant(T7, 4 * MultiwordArithmetic.WORDS);
    code.call(LINK1, kernel.routine(Routine.COPY));
    kernel.zirenReturn();
  }
}
