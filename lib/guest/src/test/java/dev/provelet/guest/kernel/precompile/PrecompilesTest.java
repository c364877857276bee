package dev.provelet.guest.kernel.precompile;

import static dev.provelet.guest.harness.ZirenInputs.words;
import static dev.provelet.guest.kernel.precompile.PrecompileCalls.numbers;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.harness.Guests;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.jcajce.provider.digest.Keccak;
import org.bouncycastle.jcajce.provider.digest.SHA3;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ziren's precompiles for hashes and long numbers, against other implementations. */
class PrecompilesTest {
  private static final byte[] NOTHING = {};
  private static final int[] SHA_START = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
  };

  /** What SHA_COMPRESS makes of the start for a message of one block. */
  private static byte[] sha256(byte[] message) throws Exception {
    ByteBuffer digest = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(message));
    int[] state = new int[8];
    digest.asIntBuffer().get(state);
    return words(state);
  }

  /** The block of a message of at most 55 bytes, as the words of a schedule. */
  private static int[] block(byte[] message) {
    byte[] padded = Arrays.copyOf(message, 64);
    padded[message.length] = (byte) 0x80;
    ByteBuffer block = ByteBuffer.wrap(padded).putLong(56, 8L * message.length);
    int[] words = new int[64];
    block.asIntBuffer().get(words, 0, 16);
    return words;
  }

  private static int[] extended(int[] block) {
    int[] w = block.clone();
    for (int i = 16; i < 64; i++) {
      int a = w[i - 15];
      int b = w[i - 2];
      int s0 = Integer.rotateRight(a, 7) ^ Integer.rotateRight(a, 18) ^ (a >>> 3);
      int s1 = Integer.rotateRight(b, 17) ^ Integer.rotateRight(b, 19) ^ (b >>> 10);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    return w;
  }

  @Test
  void sha_extend_makes_the_schedule_and_sha_compress_the_hash() throws Exception {
    byte[] message = "The quick brown fox jumps over the lazy dog".getBytes(US_ASCII);
    int[] schedule = extended(block(message));

    PrecompileCalls calls = new PrecompileCalls("zirensha");
    calls.add(0, 0, words(block(message)), NOTHING, words(schedule));
    calls.add(1, 0, words(SHA_START), words(schedule), sha256(message));
    calls.check();
  }

  @Test
  void sha_compress_takes_any_schedule_also_one_it_did_not_make() throws Exception {
    int[] schedule = extended(block(new byte[] {'a', 'b', 'c'}));

    PrecompileCalls calls = new PrecompileCalls("zirensha");
    calls.add(1, 0, words(SHA_START), words(schedule), sha256(new byte[] {'a', 'b', 'c'}));
    calls.add(0, 0, words(block(NOTHING)), NOTHING, words(extended(block(NOTHING))));
    int[] odd = extended(block(NOTHING));
    odd[63]++;
    calls.add(1, 0, words(SHA_START), words(odd), words(compressed(SHA_START, odd)));
    calls.add(
        1, 0, words(SHA_START), words(new int[64]), words(compressed(SHA_START, new int[64])));
    calls.check();
  }

  @Test
  void a_schedule_made_and_compressed_costs_less_than_rounds_in_code() {
    int[] block = block(new byte[] {1, 2, 3});
    int[] whole = extended(block);
    PrecompileCalls none =
        new PrecompileCalls("zirensha").add(9, 0, words(block), NOTHING, NOTHING);
    PrecompileCalls both = new PrecompileCalls("zirensha");
    both.add(2, 0, words(SHA_START), words(block), NOTHING);
    PrecompileCalls rounds = new PrecompileCalls("zirensha");
    rounds.add(1, 0, words(SHA_START), words(whole), NOTHING);

    long base = none.run().instructions();

    assertThat(both.run().instructions() - base).isLessThan(2600);
    assertThat(rounds.run().instructions() - base).isLessThan(3000);
  }

  /** FIPS 180-4's 64 rounds. */
  private static int[] compressed(int[] state, int[] w) {
    int[] v = state.clone();
    int[] k = new int[64];
    int found = 0;
    for (int n = 2; found < 64; n++) {
      if (BigInteger.valueOf(n).isProbablePrime(20)) {
        k[found++] = (int) Math.floorMod((long) ((Math.cbrt(n) % 1) * 0x1p52) >> 20, 1L << 32);
      }
    }
    for (int i = 0; i < 64; i++) {
      int s1 = Integer.rotateRight(v[4], 6) ^ Integer.rotateRight(v[4], 11);
      s1 ^= Integer.rotateRight(v[4], 25);
      int t1 = v[7] + s1 + ((v[4] & v[5]) ^ (~v[4] & v[6])) + k[i] + w[i];
      int s0 = Integer.rotateRight(v[0], 2) ^ Integer.rotateRight(v[0], 13);
      s0 ^= Integer.rotateRight(v[0], 22);
      int t2 = s0 + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
      System.arraycopy(v, 0, v, 1, 7);
      v[4] += t1;
      v[0] = t1 + t2;
    }
    for (int i = 0; i < 8; i++) {
      v[i] += state[i];
    }
    return v;
  }

  /** As Ziren's library pads for a rate of so many bytes; a block has 144. */
  private static byte[] padded(byte[] message, int rate, int mark) {
    byte[] filled = Arrays.copyOf(message, message.length / rate * rate + rate);
    filled[message.length] ^= (byte) mark;
    filled[filled.length - 1] ^= (byte) 0x80;
    ByteArrayOutputStream blocks = new ByteArrayOutputStream();
    for (int at = 0; at < filled.length; at += rate) {
      blocks.writeBytes(Arrays.copyOf(Arrays.copyOfRange(filled, at, at + rate), 144));
    }
    return blocks.toByteArray();
  }

  private static byte[] sponge(byte[] blocks) {
    byte[] x = new byte[68];
    ByteBuffer.wrap(x).order(ByteOrder.LITTLE_ENDIAN).putInt(64, blocks.length / 4);
    PrecompileCalls calls = new PrecompileCalls("zirenkeccak").add(0, 0, x, blocks, x);
    return calls.run().output().bytes();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 135, 136, 137, 300, 600})
  void keccak_sponge_hashes_as_bouncy_castle(int size) {
    byte[] message = new byte[size];
    new Random(size).nextBytes(message);

    byte[] keccak256 = sponge(padded(message, 136, 1));
    byte[] sha3of224 = sponge(padded(message, 144, 6));

    assertThat(Arrays.copyOf(keccak256, 32)).isEqualTo(new Keccak.Digest256().digest(message));
    assertThat(Arrays.copyOf(sha3of224, 28)).isEqualTo(new SHA3.Digest224().digest(message));
  }

  @Test
  void keccak_sponge_takes_whole_blocks_only() {
    byte[] x = new byte[68];
    x[64] = 35;

    new PrecompileCalls("zirenkeccak")
        .add(0, 0, x, new byte[140], x)
        .checkRefused("does not take these arguments");
  }

  @Test
  void uint256_mul_is_right_for_numbers_of_all_sizes() {
    long seed = 20261123;
    Random random = new Random(seed);
    PrecompileCalls calls = new PrecompileCalls("zirenuint256");
    BigInteger word = BigInteger.ONE.shiftLeft(256);
    for (int i = 0; i < 400; i++) {
      BigInteger x = awkward(random);
      BigInteger y = awkward(random);
      BigInteger m = i % 40 == 0 ? BigInteger.ZERO : awkward(random);
      BigInteger result = x.multiply(y).mod(m.signum() == 0 ? word : m);
      calls.add(0, 0, numbers(32, x), numbers(32, y, m), numbers(32, result));
    }
    Guests.Outcome outcome = calls.check();

    assertThat(outcome.instructions() / 400).as("instructions a product").isLessThan(6000);
  }

  /** Up to 256 bits, with runs of ones and zeros, in which guesses go wrong. */
  private static BigInteger awkward(Random random) {
    BigInteger number = BigInteger.ONE;
    int bits = 1 + random.nextInt(256);
    while (number.bitLength() < bits) {
      int run = 1 + random.nextInt(80);
      number =
          switch (random.nextInt(4)) {
            case 0 -> number.shiftLeft(run);
            case 1 -> number.add(BigInteger.ONE).shiftLeft(run).subtract(BigInteger.ONE);
            case 2 -> number.shiftLeft(32).add(BigInteger.valueOf(0x80000000L));
            default -> number.shiftLeft(32).add(new BigInteger(32, random));
          };
    }
    return number.shiftRight(Math.max(0, number.bitLength() - 256));
  }

  @Test
  void u256xu2048_mul_gives_both_halves() {
    Random random = new Random(7);
    PrecompileCalls calls = new PrecompileCalls("zirenuint256");
    BigInteger most = BigInteger.ONE.shiftLeft(2048).subtract(BigInteger.ONE);
    BigInteger[][] pairs = {
      {most.shiftRight(1792), most},
      {BigInteger.ZERO, most},
      {new BigInteger(256, random), new BigInteger(2048, random)}
    };
    for (BigInteger[] pair : pairs) {
      BigInteger product = pair[0].multiply(pair[1]);
      byte[] y = Arrays.copyOf(numbers(32, pair[0]), 288);
      System.arraycopy(numbers(256, pair[1]), 0, y, 32, 256);
      byte[] result = Arrays.copyOf(numbers(256, product), 288);
      System.arraycopy(numbers(32, product.shiftRight(2048)), 0, result, 256, 32);
      calls.add(1, 0, new byte[288], y, result);
    }
    calls.check();
  }

  @Test
  void addresses_that_are_no_words_are_refused() {
    new PrecompileCalls("zirenuint256")
        .add(0, 2, new byte[36], new byte[64], NOTHING)
        .checkRefused("does not take these arguments");
  }

  @Test
  void poseidon2_permutes_as_its_definition() {
    Random random = new Random(31);
    PrecompileCalls calls = new PrecompileCalls("zirenposeidon2");
    for (int i = 0; i < 5; i++) {
      int kind = i;
      int[] state =
          random.ints(16).map(n -> kind == 0 ? 0 : kind == 1 ? 1 : kind == 2 ? -1 : n).toArray();
      calls.add(0, 0, words(state), NOTHING, words(Poseidon2Reference.permuted(state)));
    }
    calls.check();
  }

  @Test
  void poseidon2_takes_no_second_argument() {
    new PrecompileCalls("zirenposeidon2")
        .add(0, 4, new byte[64], NOTHING, NOTHING)
        .checkRefused("does not take these arguments");
  }
}
