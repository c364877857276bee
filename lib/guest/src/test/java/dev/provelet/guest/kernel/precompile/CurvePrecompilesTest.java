package dev.provelet.guest.kernel.precompile;

import static dev.provelet.guest.kernel.precompile.PrecompileCalls.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.GuestProgram;
import dev.provelet.guest.harness.Guests;
import java.math.BigInteger;
import java.util.Random;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ziren's precompiles for points of short Weierstrass curves and for their fields. */
class CurvePrecompilesTest {
  private static final byte[] NOTHING = {};
  private static final int ADD = 0;
  private static final int DOUBLE = 1;
  private static final int DECOMPRESS = 2;
  private static final int ADD_TO_ITSELF = 3;
  private static final int FIELD = 4;
  private static final int PAIR = 7;

  /** A sum of points; what comes after it are a sum, a difference and a product of pairs. */
  private static final int OVERLAPPING = 10;

  @ParameterizedTest
  @EnumSource(Curve.class)
  void points_are_added_and_doubled(Curve curve) {
    PrecompileCalls calls = new PrecompileCalls(curve.guest());
    for (int n = 1; n < 8; n++) {
      byte[] left = curve.bytes(curve.times(n));
      byte[] right = curve.bytes(curve.times(n + 3));
      calls.add(ADD, 0, left, right, curve.bytes(curve.times(2 * n + 3)));
      calls.add(DOUBLE, 0, left, NOTHING, curve.bytes(curve.times(2 * n)));
    }
    calls.check();
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256k1", "secp256r1"})
  void points_are_those_of_bouncy_castle(String name) {
    ECPoint generator = ECNamedCurveTable.getParameterSpec(name).getG();
    Curve curve = name.endsWith("k1") ? Curve.SECP256K1 : Curve.SECP256R1;
    ECPoint seven = generator.multiply(BigInteger.valueOf(7)).normalize();

    assertThat(curve.times(7))
        .isEqualTo(
            new Curve.Point(
                seven.getAffineXCoord().toBigInteger(), seven.getAffineYCoord().toBigInteger()));
  }

  @ParameterizedTest
  @EnumSource(
      value = Curve.class,
      names = {"SECP256K1", "SECP256R1", "BLS12381"})
  void points_are_decompressed_to_either_y(Curve curve) {
    PrecompileCalls calls = new PrecompileCalls(curve.guest());
    for (int n = 1; n < 6; n++) {
      Curve.Point point = curve.times(n);
      Curve.Point opposite = new Curve.Point(point.x(), curve.p.subtract(point.y()));
      for (Curve.Point wanted : new Curve.Point[] {point, opposite}) {
        calls.add(
            DECOMPRESS,
            curve.sign(wanted),
            curve.compressed(point.x()),
            NOTHING,
            curve.decompressed(wanted));
      }
    }
    calls.check();
  }

  @ParameterizedTest
  @EnumSource(Curve.class)
  void coordinates_need_not_be_reduced(Curve curve) {
    BigInteger most = BigInteger.ONE.shiftLeft(8 * curve.modulus.bytes());
    Curve.Point point = curve.times(5);
    BigInteger x = point.x().add(curve.p);
    if (x.compareTo(most) < 0) {
      byte[] unreduced = numbers(curve.modulus.bytes(), x, point.y());
      PrecompileCalls calls = new PrecompileCalls(curve.guest());
      calls.add(ADD, 0, unreduced, curve.bytes(curve.times(2)), curve.bytes(curve.times(7)));
      calls.add(DOUBLE, 0, unreduced, NOTHING, curve.bytes(curve.times(10)));
      calls.check();
    }
  }

  @ParameterizedTest
  @EnumSource(Curve.class)
  void points_without_a_chord_are_refused(Curve curve) {
    Curve.Point point = curve.times(3);
    Curve.Point opposite = new Curve.Point(point.x(), curve.p.subtract(point.y()));
    String words = "points with the same x";

    one(curve, ADD, curve.bytes(point), curve.bytes(point)).checkRefused(words);
    one(curve, ADD, curve.bytes(point), curve.bytes(opposite)).checkRefused(words);
    one(curve, ADD_TO_ITSELF, curve.bytes(point), NOTHING).checkRefused(words);
  }

  private static PrecompileCalls one(Curve curve, int which, byte[] x, byte[] y) {
    return new PrecompileCalls(curve.guest()).add(which, 0, x, y, x);
  }

  @ParameterizedTest
  @EnumSource(Curve.class)
  void a_point_without_a_tangent_is_refused(Curve curve) {
    for (BigInteger zero : new BigInteger[] {BigInteger.ZERO, curve.p}) {
      byte[] flat = numbers(curve.modulus.bytes(), BigInteger.TWO, zero);

      one(curve, DOUBLE, flat, NOTHING).checkRefused("its y is zero");
    }
  }

  @ParameterizedTest
  @EnumSource(Curve.class)
  void twice_what_stands_for_infinity_is_the_same_where_ziren_has_it_so(Curve curve) {
    byte[] none = new byte[2 * curve.modulus.bytes()];

    if (curve == Curve.SECP256R1) {
      one(curve, DOUBLE, none, NOTHING).checkRefused("its y is zero");
    } else {
      one(curve, DOUBLE, none, NOTHING).check();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Curve.class,
      names = {"SECP256K1", "SECP256R1", "BLS12381"})
  void what_is_no_coordinate_is_refused(Curve curve) {
    String words = "no coordinate of a point";
    BigInteger none = curve.generator().x();
    BigInteger b =
        curve.generator().y().pow(2).subtract(none.pow(3)).subtract(curve.a.multiply(none));
    while (curveValue(curve, none, b)
        .modPow(curve.p.subtract(BigInteger.ONE).shiftRight(1), curve.p)
        .equals(BigInteger.ONE)) {
      none = none.add(BigInteger.ONE);
    }
    one(curve, DECOMPRESS, curve.compressed(none), NOTHING).checkRefused(words);
    one(curve, DECOMPRESS, curve.compressed(curve.p), NOTHING).checkRefused(words);
    new PrecompileCalls(curve.guest())
        .add(DECOMPRESS, 2, curve.compressed(curve.generator().x()), NOTHING, NOTHING)
        .checkRefused("does not take these arguments");
  }

  private static BigInteger curveValue(Curve curve, BigInteger x, BigInteger b) {
    return x.pow(3).add(curve.a.multiply(x)).add(b).mod(curve.p);
  }

  /** Of the others' results, hardly any has a second form. */
  @ParameterizedTest
  @EnumSource(
      value = Curve.class,
      names = {"BN254", "BLS12381"})
  void a_prover_cannot_put_other_numbers_in_a_results_place(Curve curve) {
    int size = curve.modulus.bytes();
    byte[] one = numbers(size, BigInteger.ONE);
    byte[] pair = numbers(size, BigInteger.ONE, BigInteger.TWO);
    PrecompileCalls calls = new PrecompileCalls(curve.guest());
    calls.add(ADD, 0, curve.bytes(curve.times(3)), curve.bytes(curve.times(4)), NOTHING);
    calls.add(DOUBLE, 0, curve.bytes(curve.times(3)), NOTHING, NOTHING);
    for (int operation = 0; operation < 3; operation++) {
      calls.add(FIELD + operation, 0, one, one, NOTHING);
      calls.add(PAIR + operation, 0, pair, pair, NOTHING);
    }
    if (curve == Curve.BLS12381) {
      calls.add(DECOMPRESS, 1, curve.compressed(curve.generator().x()), NOTHING, NOTHING);
    }
    calls.checkAgainstLies();
  }

  @ParameterizedTest
  @EnumSource(Curve.class)
  void a_prover_cannot_have_a_chord_or_tangent_where_there_is_none(Curve curve) {
    byte[] point = curve.bytes(curve.times(3));
    byte[] flat = numbers(curve.modulus.bytes(), BigInteger.TWO, BigInteger.ZERO);

    one(curve, ADD, point, point).checkAgainstLies();
    one(curve, DOUBLE, flat, NOTHING).checkAgainstLies();
  }

  @ParameterizedTest
  @EnumSource(
      value = Curve.class,
      names = {"BN254", "BLS12381"})
  void fields_add_subtract_and_multiply(Curve curve) {
    long seed = 77;
    Random random = new Random(seed);
    int size = curve.modulus.bytes();
    PrecompileCalls calls = new PrecompileCalls(curve.guest());
    for (int i = 0; i < 20; i++) {
      // Any numbers that fit; Ziren reduces them first.
      BigInteger a = new BigInteger(8 * size, random);
      BigInteger b = new BigInteger(8 * size, random);
      BigInteger c = new BigInteger(8 * size, random);
      BigInteger d = new BigInteger(8 * size, random);
      BigInteger[] single = {a.add(b), a.subtract(b), a.multiply(b)};
      BigInteger[][] pair = {
        {a.add(c), b.add(d)},
        {a.subtract(c), b.subtract(d)},
        {a.multiply(c).subtract(b.multiply(d)), a.multiply(d).add(b.multiply(c))}
      };
      for (int operation = 0; operation < 3; operation++) {
        calls.add(
            FIELD + operation,
            0,
            numbers(size, a),
            numbers(size, b),
            numbers(size, single[operation].mod(curve.p)));
        calls.add(
            PAIR + operation,
            0,
            numbers(size, a, b),
            numbers(size, c, d),
            numbers(size, pair[operation][0].mod(curve.p), pair[operation][1].mod(curve.p)));
      }
    }
    calls.check();
  }

  /** Ziren reads both operands before it writes. */
  @ParameterizedTest
  @EnumSource(
      value = Curve.class,
      names = {"BN254", "BLS12381"})
  void operands_may_overlap(Curve curve) {
    int size = curve.modulus.bytes();
    Random random = new Random(5);
    BigInteger a = new BigInteger(250, random);
    BigInteger b = new BigInteger(250, random);
    BigInteger c = new BigInteger(250, random);
    byte[] before = numbers(size, a, b, c);
    PrecompileCalls calls = new PrecompileCalls(curve.guest());
    for (boolean leftFirst : new boolean[] {true, false}) {
      Curve.Point left = leftFirst ? new Curve.Point(a, b) : new Curve.Point(b, c);
      Curve.Point right = leftFirst ? new Curve.Point(b, c) : new Curve.Point(a, b);
      int places = leftFirst ? (size / 4) << 8 : size / 4;
      Curve.Point[] results = {
        curve.sum(left, right),
        new Curve.Point(left.x().add(right.x()), left.y().add(right.y())),
        new Curve.Point(left.x().subtract(right.x()), left.y().subtract(right.y())),
        new Curve.Point(
            left.x().multiply(right.x()).subtract(left.y().multiply(right.y())),
            left.x().multiply(right.y()).add(left.y().multiply(right.x())))
      };
      for (int i = 0; i < results.length; i++) {
        BigInteger x = results[i].x().mod(curve.p);
        BigInteger y = results[i].y().mod(curve.p);
        byte[] after = leftFirst ? numbers(size, x, y, c) : numbers(size, a, x, y);
        calls.add(OVERLAPPING + i, places, before, NOTHING, after);
      }
    }
    calls.check();
  }

  @Test
  void only_programs_that_build_a_precompiles_number_have_it() throws Exception {
    int none = instructions("zirencall");
    int keccak = instructions("zirenkeccak");
    int poseidon = instructions("zirenposeidon2");

    assertThat(keccak - none).isBetween(50, 700);
    assertThat(poseidon - none).isBetween(500, 2500);
  }

  private static int instructions(String guest) throws Exception {
    return GuestProgram.translate(Guests.resource(guest)).summary().instructions();
  }
}
