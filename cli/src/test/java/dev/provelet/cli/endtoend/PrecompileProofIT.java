package dev.provelet.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.provelet.engine.AggregationLayer;
import dev.provelet.engine.Engine;
import dev.provelet.engine.EngineException;
import dev.provelet.engine.EngineLibrary;
import dev.provelet.engine.RunLimits;
import dev.provelet.guest.Statement;
import dev.provelet.guest.input.ZirenStdin;
import dev.provelet.local.Installation;
import dev.provelet.runner.GuestRun;
import dev.provelet.runner.LoadedGuest;
import dev.provelet.runner.RunRecording;
import dev.provelet.runner.Runner;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Guests of {@code guest/src/test/c} that call Ziren's precompiles are proved, one for each group
 * of chips: an interpreter does not notice what cannot be proved.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrecompileProofIT {
  private static final Path GUESTS = Path.of("../lib/guest/src/test/resources/guests");
  private static final int ADD = 0;
  private static final int DOUBLE = 1;
  private static final int DECOMPRESS = 2;
  private static final int FIELD = 4;
  private static final int PAIR = 7;
  private static final byte[] NOTHING = {};

  /** Curves by guest, with their generators. */
  enum Curve {
    SECP256K1(
        32,
        "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
        "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"),
    SECP256R1(
        32,
        "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
        "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"),
    BN254(32, "1", "2"),
    BLS12381(
        48,
        "17f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb",
        "08b3f481e3aaa0f1a09e30ed741d8ae4fcf5e095d5d00af600db18cb2c04b3edd03cc744a2888ae40caa232946c5e7e1"),
    ED25519(
        32,
        "216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a",
        "6666666666666666666666666666666666666666666666666666666666666658");

    private final int size;
    private final BigInteger x;
    private final BigInteger y;

    Curve(int size, String x, String y) {
      this.size = size;
      this.x = new BigInteger(x, 16);
      this.y = new BigInteger(y, 16);
    }

    byte[] generator() {
      return numbers(size, x, y);
    }
  }

  private final List<byte[]> inputs = new ArrayList<>();
  private Engine engine;

  /** One for all: the circuits that verify take minutes to make. */
  @BeforeAll
  void open() throws Exception {
    Installation installation = Installation.current();
    engine = EngineLibrary.open(installation.engineDir(), installation.keyCache());
  }

  @AfterAll
  void close() {
    engine.close();
  }

  @BeforeEach
  void forget() {
    inputs.clear();
  }

  private void call(int which, int argument, byte[] x, byte[] y) {
    inputs.add(words(which, argument));
    inputs.add(x);
    inputs.add(y);
  }

  /** Without the circuits that verify: those are for the night. */
  @Test
  void a_guest_on_the_chips_can_be_proved() throws Exception {
    absorb();

    assertThat(run("zirenkeccak", Depth.PROVE)).hasSize(68);
  }

  @Tag("nightly")
  @Test
  void a_proof_of_the_accelerated_machine_is_aggregated() throws Exception {
    absorb();

    assertThat(run("zirenkeccak", Depth.AGGREGATE)).hasSize(68);
  }

  private void absorb() {
    byte[] x = new byte[68];
    x[64] = 36;
    call(0, 0, x, new byte[144]);
  }

  @Tag("nightly")
  @ParameterizedTest
  @EnumSource(Curve.class)
  void points_and_fields_are_proved(Curve curve) throws Exception {
    boolean edwards = curve == Curve.ED25519;
    if (edwards) {
      call(ADD, 0, curve.generator(), curve.generator());
      call(DECOMPRESS, 1, numbers(curve.size, BigInteger.ZERO, curve.y), NOTHING);
    } else {
      byte[] twice = twice(curve);
      call(DOUBLE, 0, curve.generator(), NOTHING);
      call(ADD, 0, curve.generator(), twice);
    }
    if (curve == Curve.BN254 || curve == Curve.BLS12381) {
      byte[] most = filled(2 * curve.size);
      for (int operation = 0; operation < 3; operation++) {
        call(FIELD + operation, 0, filled(curve.size), filled(curve.size));
        call(PAIR + operation, 0, most, most);
      }
    }
    if (!edwards && curve != Curve.BN254) {
      call(DECOMPRESS, 0, numbers(curve.size, BigInteger.ZERO, curve.x), NOTHING);
      call(DECOMPRESS, 1, numbers(curve.size, BigInteger.ZERO, curve.x), NOTHING);
    }

    byte[] output = prove("ziren" + curve.name().toLowerCase(Locale.ROOT));

    assertThat(output).isNotEmpty();
  }

  @Tag("nightly")
  @Test
  void what_is_kernel_code_is_proved() throws Exception {
    call(2, 0, new byte[32], new byte[256]);
    call(1, 0, new byte[32], new byte[256]);
    assertThat(prove("zirensha")).hasSize(64);
    inputs.clear();

    call(0, 0, filled(32), filled(64));
    call(1, 0, new byte[288], filled(288));
    assertThat(prove("zirenuint256")).hasSize(320);
    inputs.clear();

    call(0, 0, new byte[64], NOTHING);
    assertThat(prove("zirenposeidon2")).hasSize(64);
  }

  /** The double as the guest itself computes it. */
  private byte[] twice(Curve curve) throws Exception {
    List<byte[]> kept = new ArrayList<>(inputs);
    inputs.clear();
    call(DOUBLE, 0, curve.generator(), NOTHING);
    byte[] twice = run("ziren" + curve.name().toLowerCase(Locale.ROOT), Depth.RUN);
    inputs.clear();
    inputs.addAll(kept);
    return twice;
  }

  private byte[] prove(String guest) throws Exception {
    return run(guest, Depth.VERIFY);
  }

  /** Children are verified in order before it is asked whether they follow one another. */
  private void verify(List<byte[]> proofs) {
    for (byte[] proof : proofs) {
      assertThatExceptionOfType(EngineException.class)
          .isThrownBy(() -> engine.aggregate(AggregationLayer.LEAF, List.of(proof, proof)))
          .withMessageContaining("not the next segments")
          .satisfies(refused -> assertThat(refused.refusedChild()).hasValue(1));
    }
  }

  private enum Depth {
    RUN,
    PROVE,
    VERIFY,
    AGGREGATE
  }

  /** The public values of a run, of which more is done if that is asked for. */
  private byte[] run(String guest, Depth depth) throws Exception {
    List<byte[]> all = new ArrayList<>(inputs);
    all.addFirst(words(inputs.size() / 3));
    List<byte[]> streams = Statement.inputs(NOTHING, ZirenStdin.of(all));
    RunRecording recording = new RunRecording();
    byte[] elf = Files.readAllBytes(GUESTS.resolve(guest + ".elf"));
    try (LoadedGuest loaded = new Runner(engine).load(elf)) {
      GuestRun run = loaded.split(streams, RunLimits.NONE, recording);
      assertThat(run.exit().success()).as(run.exit().describe()).isTrue();
      List<byte[]> proofs = new ArrayList<>();
      for (byte[] segment : depth == Depth.RUN ? List.<byte[]>of() : recording.segments()) {
        proofs.add(loaded.prove(streams, segment));
      }
      if (depth == Depth.VERIFY) {
        verify(proofs);
      }
      if (depth == Depth.AGGREGATE) {
        assertThat(engine.aggregate(AggregationLayer.LEAF, proofs)).isNotEmpty();
      }
      return recording.output(loaded.guest());
    }
  }

  private static byte[] filled(int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) 0xff);
    return bytes;
  }

  private static byte[] words(int... words) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(words).forEach(bytes::putInt);
    return bytes.array();
  }

  private static byte[] numbers(int size, BigInteger... numbers) {
    byte[] bytes = new byte[size * numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      for (int at = 0; at < size; at++) {
        bytes[size * i + at] = numbers[i].shiftRight(8 * at).byteValue();
      }
    }
    return bytes;
  }
}
