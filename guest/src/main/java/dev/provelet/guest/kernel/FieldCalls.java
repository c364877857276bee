package dev.provelet.guest.kernel;

import static dev.provelet.guest.lower.Registers.A0;
import static dev.provelet.guest.lower.Registers.A1;
import static dev.provelet.guest.lower.Registers.R0;

import dev.provelet.guest.openvm.Accelerated;
import dev.provelet.guest.openvm.Accelerated.Operation;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Modulus;
import dev.provelet.guest.ziren.ZirenCall;

/** The fields of BN254 and BLS12-381, and pairs over them: sums, differences, products. */
final class FieldCalls {
  private FieldCalls() {}

  static void bn254(KernelCode kernel) {
    FieldCode field = new FieldCode(kernel, Modulus.BN254);
    single(ZirenCall.BN254_FP_ADD, Operation.ADD, field, kernel);
    single(ZirenCall.BN254_FP_SUB, Operation.SUBTRACT, field, kernel);
    single(ZirenCall.BN254_FP_MUL, Operation.MULTIPLY, field, kernel);
    pair(ZirenCall.BN254_FP2_ADD, Operation.ADD, field, kernel);
    pair(ZirenCall.BN254_FP2_SUB, Operation.SUBTRACT, field, kernel);
    pair(ZirenCall.BN254_FP2_MUL, Operation.MULTIPLY, field, kernel);
  }

  static void bls12381(KernelCode kernel) {
    FieldCode field = new FieldCode(kernel, Modulus.BLS12381);
    single(ZirenCall.BLS12381_FP_ADD, Operation.ADD, field, kernel);
    single(ZirenCall.BLS12381_FP_SUB, Operation.SUBTRACT, field, kernel);
    single(ZirenCall.BLS12381_FP_MUL, Operation.MULTIPLY, field, kernel);
    pair(ZirenCall.BLS12381_FP2_ADD, Operation.ADD, field, kernel);
    pair(ZirenCall.BLS12381_FP2_SUB, Operation.SUBTRACT, field, kernel);
    pair(ZirenCall.BLS12381_FP2_MUL, Operation.MULTIPLY, field, kernel);
  }

  private static void single(
      ZirenCall call, Operation operation, FieldCode field, KernelCode kernel) {
    kernel.call(call.number()).op(Accelerated.modular(operation, field.modulus(), A0, A0, A1));
    field.reduced(A0);
    kernel.zirenReturn();
  }

  private static void pair(
      ZirenCall call, Operation operation, FieldCode field, KernelCode kernel) {
    Code code = kernel.call(call.number());
    code.op(Accelerated.complex(operation, field.modulus(), A0, A0, A1));
    code.addImmediate(R0, A0, field.bytes());
    field.reduced(A0).reduced(R0);
    kernel.zirenReturn();
  }
}
