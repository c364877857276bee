package dev.provelet.guest.kernel.precompile;

import static dev.provelet.guest.machine.Registers.A0;
import static dev.provelet.guest.machine.Registers.A1;
import static dev.provelet.guest.machine.Registers.LINK1;
import static dev.provelet.guest.machine.Registers.R0;
import static dev.provelet.guest.machine.Registers.R1;
import static dev.provelet.guest.machine.Registers.S0;
import static dev.provelet.guest.machine.Registers.S1;
import static dev.provelet.guest.machine.Registers.S2;
import static dev.provelet.guest.machine.Registers.S3;
import static dev.provelet.guest.machine.Registers.S4;
import static dev.provelet.guest.machine.Registers.S5;
import static dev.provelet.guest.machine.Registers.T0;
import static dev.provelet.guest.machine.Registers.T1;

import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.kernel.core.Routine;
import dev.provelet.guest.machine.Verdict;
import dev.provelet.guest.openvm.Accelerated;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Opcode;
import dev.provelet.guest.ziren.ZirenCall;

/** KECCAK_SPONGE: absorbs padded blocks of 36 words into a new state, gives its first 16 words. */
final class KeccakCall {
  private static final int STATE_WORDS = 50;
  private static final int BLOCK_WORDS = 36;

  /** What the chip can combine at once. */
  private static final int CHIP_WORDS = 34;

  private static final int RESULT_WORDS = 16;

  private KeccakCall() {}

  static void define(KernelCode kernel) {
    int state = kernel.space(STATE_WORDS);
    Code code = kernel.call(ZirenCall.KECCAK_SPONGE.number());
    Label done = new Label();
    PrecompileDefinitions.checkAligned(kernel, A0, A1);
    // S0: the next block, S1: words left
    code.move(S0, A0).loadWord(S1, A1, 4 * RESULT_WORDS).constant(T0, BLOCK_WORDS);
    code.alu(Opcode.REMU, T0, S1, T0);
    code.branchUnlessZero(T0, kernel.end(Verdict.BAD_ZIREN_ARGUMENT));
    kernel.address(R0, state).addImmediate(R1, R0, 4 * STATE_WORDS);
    code.call(LINK1, kernel.routine(Routine.ZERO));
    // S4: the state, S5: the block
    kernel.address(S2, state).constant(S3, 4 * CHIP_WORDS);
    kernel.machineAddress(S4, state);
    Label next = code.here();
    code.branchIfZero(S1, done);
    kernel.toMachine(S5, S0).op(Accelerated.xor(S4, S5, S3));
    for (int word = CHIP_WORDS; word < BLOCK_WORDS; word++) {
      code.loadWord(T0, S0, 4 * word).loadWord(T1, S2, 4 * word).alu(Opcode.XOR, T0, T0, T1);
      code.storeWord(T0, S2, 4 * word);
    }
    code.op(Accelerated.keccak(S4)).addImmediate(S0, S0, 4 * BLOCK_WORDS);
    code.addImmediate(S1, S1, -BLOCK_WORDS).jump(next);
    code.bind(done);
    for (int word = 0; word < RESULT_WORDS; word++) {
      code.loadWord(T0, S2, 4 * word).storeWord(T0, A1, 4 * word);
    }
    kernel.zirenReturn();
  }
}
