package dev.provelet.guest.kernel.precompile;

import static dev.provelet.guest.kernel.precompile.PrecompileCalls.numbers;

import dev.provelet.guest.openvm.Modulus;
import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ziren's precompiles for Ed25519, against RFC 8032. */
class EdwardsPrecompilesTest {
  private static final byte[] NOTHING = {};
  private static final int ADD = 0;
  private static final int DECOMPRESS = 2;
  private static final int ADD_TO_ITSELF = 3;
  private static final BigInteger P = Modulus.ED25519.value();
  private static final BigInteger D =
      new BigInteger("52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3", 16);

  private record Point(BigInteger x, BigInteger y) {
    Point plus(Point other) {
      BigInteger cross = D.multiply(x).multiply(other.x).multiply(y).multiply(other.y);
      BigInteger newX = x.multiply(other.y).add(y.multiply(other.x));
      BigInteger newY = y.multiply(other.y).add(x.multiply(other.x));
      return new Point(
          newX.multiply(BigInteger.ONE.add(cross).modInverse(P)).mod(P),
          newY.multiply(BigInteger.ONE.subtract(cross).modInverse(P)).mod(P));
    }

    byte[] bytes() {
      return numbers(32, x, y);
    }
  }

  private static final Point BASE =
      new Point(
          new BigInteger("216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a", 16),
          new BigInteger("6666666666666666666666666666666666666666666666666666666666666658", 16));
  private static final Point NONE = new Point(BigInteger.ZERO, BigInteger.ONE);

  @Test
  void points_are_added_to_others_and_to_themselves() {
    PrecompileCalls calls = new PrecompileCalls("zirened25519");
    Point point = BASE;
    for (int i = 0; i < 6; i++) {
      Point twice = point.plus(point);
      calls.add(ADD_TO_ITSELF, 0, point.bytes(), NOTHING, twice.bytes());
      calls.add(ADD, 0, point.bytes(), twice.bytes(), point.plus(twice).bytes());
      calls.add(ADD, 0, point.bytes(), NONE.bytes(), point.bytes());
      point = twice;
    }
    calls.check();
  }

  /** Public keys of RFC 8032, 7.1; their last bit says whether x is odd. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf"
      })
  void public_keys_are_decompressed(String key) {
    byte[] compressed = HexFormat.of().parseHex(key);
    int sign = (compressed[31] & 0x80) >>> 7;
    BigInteger y = number(compressed).clearBit(255);
    BigInteger x = root(y, sign);
    byte[] before = new byte[64];
    System.arraycopy(compressed, 0, before, 32, 32);
    byte[] after = before.clone();
    System.arraycopy(numbers(32, x), 0, after, 0, 32);

    new PrecompileCalls("zirened25519").add(DECOMPRESS, sign, before, NOTHING, after).check();
  }

  private static BigInteger number(byte[] littleEndian) {
    BigInteger number = BigInteger.ZERO;
    for (int i = littleEndian.length - 1; i >= 0; i--) {
      number = number.shiftLeft(8).or(BigInteger.valueOf(littleEndian[i] & 0xff));
    }
    return number;
  }

  /** RFC 8032, 5.1.3. */
  private static BigInteger root(BigInteger y, int sign) {
    BigInteger u = y.pow(2).subtract(BigInteger.ONE).mod(P);
    BigInteger v = D.multiply(y.pow(2)).add(BigInteger.ONE).mod(P);
    BigInteger square = u.multiply(v.modInverse(P)).mod(P);
    BigInteger x = square.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
    if (!x.pow(2).mod(P).equals(square)) {
      BigInteger root = BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);
      x = x.multiply(root).mod(P);
    }
    if (!x.pow(2).mod(P).equals(square)) {
      throw new AssertionError("no such point");
    }
    return (x.intValue() & 1) == sign ? x : P.subtract(x);
  }

  @Test
  void what_is_no_coordinate_is_refused() {
    for (int y : new int[] {2, 7}) {
      refused(BigInteger.valueOf(y), 0);
    }
    // The point (0, 1) has no counterpart whose x is odd.
    refused(BigInteger.ONE, 1);
  }

  private static void refused(BigInteger y, int sign) {
    new PrecompileCalls("zirened25519")
        .add(DECOMPRESS, sign, numbers(32, BigInteger.ZERO, y), NOTHING, NOTHING)
        .checkRefused("no coordinate of a point");
  }

  @Test
  void points_off_the_curve_that_have_no_sum_are_refused() {
    // 1 + d * x^2 * y^2 is zero modulo p for no point of the curve, but for x^2 * y^2 = -1 / d.
    BigInteger product = D.modInverse(P).negate().mod(P);
    byte[] left = numbers(32, product, BigInteger.ONE);
    byte[] right = numbers(32, BigInteger.ONE, BigInteger.ONE);

    new PrecompileCalls("zirened25519")
        .add(ADD, 0, left, right, NOTHING)
        .checkRefused("not on the curve");
  }

  @Test
  void a_prover_cannot_put_other_numbers_in_a_results_place() {
    byte[] y = numbers(32, BigInteger.ZERO, BASE.y);

    new PrecompileCalls("zirened25519")
        .add(ADD, 0, BASE.bytes(), BASE.plus(BASE).bytes(), NOTHING)
        .add(DECOMPRESS, 1, y, NOTHING, NOTHING)
        .checkAgainstLies();
  }
}
