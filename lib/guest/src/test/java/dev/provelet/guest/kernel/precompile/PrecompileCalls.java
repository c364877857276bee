package dev.provelet.guest.kernel.precompile;

import static dev.provelet.guest.harness.ZirenInputs.vector;
import static dev.provelet.guest.harness.ZirenInputs.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.GuestExit;
import dev.provelet.guest.harness.FieldChips;
import dev.provelet.guest.harness.Guests;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Calls of precompiles that a guest of {@code src/test/c/precompile.h} makes. */
final class PrecompileCalls {
  private final String guest;
  private final List<byte[]> inputs = new ArrayList<>();
  private final List<byte[]> expected = new ArrayList<>();

  PrecompileCalls(String guest) {
    this.guest = guest;
  }

  /** A call number {@code which} of the guest's that changes {@code x} to {@code result}. */
  PrecompileCalls add(int which, int argument, byte[] x, byte[] y, byte[] result) {
    inputs.add(words(which, argument));
    inputs.add(x);
    inputs.add(y);
    expected.add(result);
    return this;
  }

  Guests.Outcome run() {
    return run(new FieldChips());
  }

  Guests.Outcome run(FieldChips chips) {
    List<byte[]> all = new ArrayList<>(inputs);
    all.addFirst(words(inputs.size() / 3));
    return Guests.run(Guests.resource(guest), vector(all), chips);
  }

  /** Runs them and compares everything. */
  Guests.Outcome check() {
    Guests.Outcome outcome = run();
    assertThat(outcome.exit()).isEqualTo(new GuestExit.Exited(0, GuestExit.Exited.PUBLIC_VALUES));
    byte[] output = outcome.output().bytes();
    int at = 0;
    for (int i = 0; i < expected.size(); i++) {
      int end = at + expected.get(i).length;
      assertThat(Arrays.copyOfRange(output, at, end))
          .as("what call number %d of %s did", i, guest)
          .isEqualTo(expected.get(i));
      at = end;
    }
    assertThat(output).hasSize(at);
    return outcome;
  }

  /** Nothing but the right output can be proved, whatever one result is replaced by. */
  void checkAgainstLies() {
    FieldChips honest = new FieldChips();
    Guests.Outcome right = run(honest);
    long lies = 0;
    for (long lie = 0; lie < honest.results(); lie++) {
      try {
        Guests.Outcome outcome = run(new FieldChips(lie));
        assertThat(outcome.exit()).as("after lie %d", lie).isEqualTo(right.exit());
        assertThat(outcome.output().bytes()).isEqualTo(right.output().bytes());
      } catch (FieldChips.Unprovable e) {
        lies++;
      }
    }
    assertThat(lies).as("lies found out").isPositive();
  }

  void checkRefused(String words) {
    GuestExit exit = run().exit();
    assertThat(exit).isInstanceOf(GuestExit.Trapped.class);
    assertThat(exit.describe()).contains(words);
  }

  /** Numbers as memory has them, each of so many bytes, the lowest first. */
  static byte[] numbers(int size, BigInteger... numbers) {
    byte[] bytes = new byte[size * numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      for (int at = 0; at < size; at++) {
        bytes[size * i + at] = numbers[i].shiftRight(8 * at).byteValue();
      }
    }
    return bytes;
  }
}
