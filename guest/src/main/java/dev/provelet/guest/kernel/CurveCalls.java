package dev.provelet.guest.kernel;

import static dev.provelet.guest.lower.Registers.A0;
import static dev.provelet.guest.lower.Registers.A1;
import static dev.provelet.guest.lower.Registers.R0;
import static dev.provelet.guest.lower.Registers.R1;
import static dev.provelet.guest.lower.Registers.R2;
import static dev.provelet.guest.lower.Registers.T0;

import dev.provelet.guest.lower.Verdict;
import dev.provelet.guest.openvm.Accelerated;
import dev.provelet.guest.openvm.Code;
import dev.provelet.guest.openvm.Label;
import dev.provelet.guest.openvm.Modulus;
import dev.provelet.guest.ziren.ZirenCall;
import java.math.BigInteger;

/**
 * Points of short Weierstrass curves: sum, double, and y of a given x. A point is its x, then its
 * y; infinity has no form.
 */
final class CurveCalls {
  private final KernelCode kernel;
  private final Code code;
  private final FieldSpace space;
  private final FieldCode field;

  private CurveCalls(KernelCode kernel, FieldSpace space, Modulus modulus) {
    this.kernel = kernel;
    this.code = kernel.code();
    this.space = space;
    this.field = new FieldCode(kernel, modulus);
  }

  static void secp256k1(KernelCode kernel, FieldSpace space) {
    CurveCalls curve = new CurveCalls(kernel, space, Modulus.SECP256K1);
    curve.add(ZirenCall.SECP256K1_ADD);
    curve.twice(ZirenCall.SECP256K1_DOUBLE, true);
    new Decompression(kernel, space, curve.field, BigInteger.ZERO, BigInteger.valueOf(7))
        .byParity(ZirenCall.SECP256K1_DECOMPRESS);
  }

  static void secp256r1(KernelCode kernel, FieldSpace space) {
    CurveCalls curve = new CurveCalls(kernel, space, Modulus.SECP256R1);
    curve.add(ZirenCall.SECP256R1_ADD);
    curve.twice(ZirenCall.SECP256R1_DOUBLE, false);
    BigInteger b =
        new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
    new Decompression(kernel, space, curve.field, BigInteger.valueOf(-3), b)
        .byParity(ZirenCall.SECP256R1_DECOMPRESS);
  }

  static void bn254(KernelCode kernel, FieldSpace space) {
    CurveCalls curve = new CurveCalls(kernel, space, Modulus.BN254);
    curve.add(ZirenCall.BN254_ADD);
    curve.twice(ZirenCall.BN254_DOUBLE, true);
  }

  static void bls12381(KernelCode kernel, FieldSpace space) {
    CurveCalls curve = new CurveCalls(kernel, space, Modulus.BLS12381);
    curve.add(ZirenCall.BLS12381_ADD);
    curve.twice(ZirenCall.BLS12381_DOUBLE, true);
    new Decompression(kernel, space, curve.field, BigInteger.ZERO, BigInteger.valueOf(4))
        .bySize(ZirenCall.BLS12381_DECOMPRESS);
  }

  private void add(ZirenCall call) {
    kernel.call(call.number());
    kernel.address(R0, space.place(0));
    kernel.address(R1, space.zero());
    field.subtract(R0, A0, A1).equal(T0, R0, R1);
    code.branchUnlessZero(T0, kernel.end(Verdict.BAD_OPERANDS));
    code.op(Accelerated.curveAdd(field.modulus(), A0, A0, A1));
    giveBack();
  }

  /**
   * @param zeroTwice whether twice (0, 0), which is on no curve, is (0, 0): Ziren's programs may
   *     take that for infinity
   */
  private void twice(ZirenCall call, boolean zeroTwice) {
    kernel.call(call.number());
    Label flat = new Label();
    kernel.address(R0, space.place(0));
    kernel.address(R1, space.zero());
    code.addImmediate(R2, A0, field.bytes());
    field.subtract(R0, R2, R1).equal(T0, R0, R1);
    code.branchUnlessZero(T0, flat).op(Accelerated.curveDouble(field.modulus(), A0, A0));
    giveBack();
    code.bind(flat);
    if (zeroTwice) {
      field.subtract(R0, A0, R1).equal(T0, R0, R1);
      code.branchIfZero(T0, kernel.end(Verdict.BAD_OPERANDS));
      for (int at = 0; at < 2 * field.bytes(); at += 4) {
        code.storeWord(0, A0, at);
      }
      kernel.zirenReturn();
    } else {
      code.jump(kernel.end(Verdict.BAD_OPERANDS));
    }
  }

  private void giveBack() {
    code.addImmediate(R0, A0, field.bytes());
    field.reduced(A0).reduced(R0);
    kernel.zirenReturn();
  }
}
