package dev.provelet.guest.kernel.precompile;

import static dev.provelet.guest.kernel.precompile.PrecompileCalls.numbers;

import dev.provelet.guest.openvm.Modulus;
import java.math.BigInteger;
import java.util.Locale;

/** Short Weierstrass curves in plain arithmetic, without infinity. */
enum Curve {
  SECP256K1(
      Modulus.SECP256K1,
      0,
      "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
      "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"),
  SECP256R1(
      Modulus.SECP256R1,
      -3,
      "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
      "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"),
  BN254(Modulus.BN254, 0, "1", "2"),
  BLS12381(
      Modulus.BLS12381,
      0,
      "17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb",
      "08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1");

  final Modulus modulus;
  final BigInteger p;
  final BigInteger a;
  private final BigInteger x;
  private final BigInteger y;

  Curve(Modulus modulus, int a, String x, String y) {
    this.modulus = modulus;
    this.p = modulus.value();
    this.a = BigInteger.valueOf(a);
    this.x = new BigInteger(x, 16);
    this.y = new BigInteger(y, 16);
  }

  record Point(BigInteger x, BigInteger y) {}

  Point generator() {
    return new Point(x, y);
  }

  String guest() {
    return "ziren" + name().toLowerCase(Locale.ROOT);
  }

  Point sum(Point left, Point right) {
    BigInteger slope =
        left.equals(right)
            ? left.x
                .pow(2)
                .multiply(BigInteger.valueOf(3))
                .add(a)
                .multiply(left.y.shiftLeft(1).modInverse(p))
            : right.y.subtract(left.y).multiply(right.x.subtract(left.x).modInverse(p));
    BigInteger x = slope.pow(2).subtract(left.x).subtract(right.x).mod(p);
    return new Point(x, slope.multiply(left.x.subtract(x)).subtract(left.y).mod(p));
  }

  Point times(int n) {
    Point point = generator();
    for (int i = 1; i < n; i++) {
      point = sum(point, generator());
    }
    return point;
  }

  byte[] bytes(Point point) {
    return numbers(modulus.bytes(), point.x, point.y);
  }

  /** As memory has it before decompression: x behind room for y. */
  byte[] compressed(BigInteger x) {
    return numbers(modulus.bytes(), BigInteger.ZERO, x);
  }

  byte[] decompressed(Point point) {
    return numbers(modulus.bytes(), point.y, point.x);
  }

  /** What tells a point from its opposite. */
  int sign(Point point) {
    return this == BLS12381
        ? (point.y.compareTo(p.shiftRight(1)) > 0 ? 1 : 0)
        : point.y.intValue() & 1;
  }
}
