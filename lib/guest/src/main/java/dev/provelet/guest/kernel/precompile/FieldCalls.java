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

import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.openvm.Accelerated.Operation;
import dev.provelet.guest.openvm.Modulus;
import dev.provelet.guest.ziren.ZirenCall;

/**
 * The fields of BN254 and BLS12-381, and pairs over them, the second of which counts times a root
 * of -1: sums, differences, products. The two operands may have a part in common.
 */
final class FieldCalls {
  /** Where both numbers are, or the first and second ones of both pairs. */
  private static final int FIRST = S2;

  private static final int SECOND = S0;
  private static final int OTHER_FIRST = S3;
  private static final int OTHER_SECOND = S1;

  private final KernelCode kernel;
  private final FieldSpace space;
  private final FieldCode field;

  private FieldCalls(KernelCode kernel, FieldSpace space, Modulus modulus) {
    this.kernel = kernel;
    this.space = space;
    this.field = new FieldCode(kernel, modulus);
  }

  static void bn254(KernelCode kernel, FieldSpace space) {
    FieldCalls calls = new FieldCalls(kernel, space, Modulus.BN254);
    calls.single(ZirenCall.BN254_FP_ADD, Operation.ADD);
    calls.single(ZirenCall.BN254_FP_SUB, Operation.SUBTRACT);
    calls.single(ZirenCall.BN254_FP_MUL, Operation.MULTIPLY);
    calls.pair(ZirenCall.BN254_FP2_ADD, Operation.ADD);
    calls.pair(ZirenCall.BN254_FP2_SUB, Operation.SUBTRACT);
    calls.product(ZirenCall.BN254_FP2_MUL);
  }

  static void bls12381(KernelCode kernel, FieldSpace space) {
    FieldCalls calls = new FieldCalls(kernel, space, Modulus.BLS12381);
    calls.single(ZirenCall.BLS12381_FP_ADD, Operation.ADD);
    calls.single(ZirenCall.BLS12381_FP_SUB, Operation.SUBTRACT);
    calls.single(ZirenCall.BLS12381_FP_MUL, Operation.MULTIPLY);
    calls.pair(ZirenCall.BLS12381_FP2_ADD, Operation.ADD);
    calls.pair(ZirenCall.BLS12381_FP2_SUB, Operation.SUBTRACT);
    calls.product(ZirenCall.BLS12381_FP2_MUL);
  }

  private void single(ZirenCall call, Operation operation) {
    kernel.call(call.number());
    field.given(FIRST, A0, 0);
    field.given(OTHER_FIRST, A1, 0);
    field.compute(operation, FIRST, FIRST, OTHER_FIRST).reduced(FIRST);
    kernel.zirenReturn();
  }

  private void pair(ZirenCall call, Operation operation) {
    begin(call);
    field.kept(R0, space.place(0));
    field.kept(R1, space.zero());
    field
        .compute(operation, R0, FIRST, OTHER_FIRST)
        .compute(operation, SECOND, SECOND, OTHER_SECOND);
    field.add(FIRST, R0, R1);
    giveBack();
  }

  private void product(ZirenCall call) {
    begin(call);
    field.kept(R0, space.place(0));
    field.kept(R1, space.place(1));
    field.kept(R2, space.place(2));
    field.kept(R3, space.place(3));
    field.multiply(R0, FIRST, OTHER_FIRST).multiply(R1, SECOND, OTHER_SECOND);
    field.multiply(R2, FIRST, OTHER_SECOND).multiply(R3, SECOND, OTHER_FIRST);
    field.subtract(FIRST, R0, R1).add(SECOND, R2, R3);
    giveBack();
  }

  private void begin(ZirenCall call) {
    kernel.call(call.number());
    field.given(FIRST, A0, 0);
    field.given(OTHER_FIRST, A1, 0);
    field.given(SECOND, A0, field.bytes());
    field.given(OTHER_SECOND, A1, field.bytes());
  }

  private void giveBack() {
    field.reduced(FIRST).reduced(SECOND);
    kernel.zirenReturn();
  }
}
