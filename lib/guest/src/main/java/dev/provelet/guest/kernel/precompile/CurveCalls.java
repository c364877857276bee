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
import static dev.provelet.guest.machine.Registers.T0;

import dev.provelet.guest.kernel.core.KernelCode;
import dev.provelet.guest.machine.Verdict;
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
  /** Where numbers are: a line's slope, and before that what it is divided by. */
  private static final int SLOPE = R0;

  private static final int ZERO = R1;

  /** x and y of the point at A0, x of the one at A1. */
  private static final int X = S2;

  private static final int Y = S0;
  private static final int OTHER = S3;

  private final KernelCode kernel;
  private final Code code;
  private final FieldSpace space;
  private final FieldCode field;
  private final BigInteger a;

  /**
   * @param a the factor of x in the curve's equation
   */
  private CurveCalls(KernelCode kernel, FieldSpace space, Modulus modulus, long a) {
    this.kernel = kernel;
    this.code = kernel.code();
    this.space = space;
    this.field = new FieldCode(kernel, modulus);
    this.a = BigInteger.valueOf(a).mod(modulus.value());
  }

  static void secp256k1(KernelCode kernel, FieldSpace space) {
    CurveCalls curve = new CurveCalls(kernel, space, Modulus.SECP256K1, 0);
    curve.add(ZirenCall.SECP256K1_ADD);
    curve.twice(ZirenCall.SECP256K1_DOUBLE, true);
    new Decompression(kernel, space, curve.field, curve.a, BigInteger.valueOf(7))
        .byParity(ZirenCall.SECP256K1_DECOMPRESS);
  }

  static void secp256r1(KernelCode kernel, FieldSpace space) {
    CurveCalls curve = new CurveCalls(kernel, space, Modulus.SECP256R1, -3);
    curve.add(ZirenCall.SECP256R1_ADD);
    curve.twice(ZirenCall.SECP256R1_DOUBLE, false);
    BigInteger b =
        new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
    new Decompression(kernel, space, curve.field, curve.a, b)
        .byParity(ZirenCall.SECP256R1_DECOMPRESS);
  }

  static void bn254(KernelCode kernel, FieldSpace space) {
    CurveCalls curve = new CurveCalls(kernel, space, Modulus.BN254, 0);
    curve.add(ZirenCall.BN254_ADD);
    curve.twice(ZirenCall.BN254_DOUBLE, true);
  }

  static void bls12381(KernelCode kernel, FieldSpace space) {
    CurveCalls curve = new CurveCalls(kernel, space, Modulus.BLS12381, 0);
    curve.add(ZirenCall.BLS12381_ADD);
    curve.twice(ZirenCall.BLS12381_DOUBLE, true);
    new Decompression(kernel, space, curve.field, curve.a, BigInteger.valueOf(4))
        .bySize(ZirenCall.BLS12381_DECOMPRESS);
  }

  private void add(ZirenCall call) {
    kernel.call(call.number());
    places();
    field.given(OTHER, A1, 0);
    field.given(S1, A1, field.bytes());
    field.subtract(SLOPE, OTHER, X).equal(T0, SLOPE, ZERO);
    code.branchUnlessZero(T0, kernel.end(Verdict.BAD_OPERANDS));
    field.subtract(R2, S1, Y).divide(SLOPE, R2, SLOPE);
    third(OTHER);
  }

  /**
   * @param zeroTwice whether twice (0, 0), which is on no curve, is (0, 0): Ziren's programs may
   *     take that for infinity
   */
  private void twice(ZirenCall call, boolean zeroTwice) {
    kernel.call(call.number());
    Label flat = new Label();
    places();
    field.add(SLOPE, Y, Y).equal(T0, SLOPE, ZERO);
    code.branchUnlessZero(T0, flat);
    field.multiply(R2, X, X).add(R3, R2, R2).add(R2, R2, R3);
    if (a.signum() != 0) {
      field.kept(S1, field.datum(a));
      field.add(R2, R2, S1);
    }
    field.divide(SLOPE, R2, SLOPE);
    third(X);
    code.bind(flat);
    if (zeroTwice) {
      field.add(SLOPE, X, ZERO).equal(T0, SLOPE, ZERO);
      code.branchIfZero(T0, kernel.end(Verdict.BAD_OPERANDS));
      for (int at = 0; at < 2 * field.bytes(); at += 4) {
        code.storeWord(0, A0, at);
      }
      kernel.zirenReturn();
    } else {
      code.jump(kernel.end(Verdict.BAD_OPERANDS));
    }
  }

  private void places() {
    field.kept(SLOPE, space.place(0));
    field.kept(ZERO, space.zero());
    field.kept(R2, space.place(1));
    field.kept(R3, space.place(2));
    field.given(X, A0, 0);
    field.given(Y, A0, field.bytes());
  }

  /**
   * Puts the point opposite to the third on a line into the place of the one at A0, of which the
   * other one may have a part. Returns from the call.
   *
   * @param other where x of the second one is
   */
  private void third(int other) {
    field.multiply(R2, SLOPE, SLOPE).subtract(R2, R2, X).subtract(R2, R2, other);
    field.subtract(R3, X, R2).multiply(R3, R3, SLOPE).subtract(Y, R3, Y).add(X, R2, ZERO);
    field.reduced(X).reduced(Y);
    kernel.zirenReturn();
  }
}
