package dev.provelet.guest.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.guest.differential.Comparison.Floats;
import dev.provelet.guest.harness.Guests;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Random instructions do what they do under qemu, whatever stands in their delay slots. */
class DifferentialIT {
  private static final int EVERY_TIME = 250;
  private static final int NIGHTLY = 5_000;
  private static final int ACCESSES = 100;

  @TempDir private Path scratch;

  /** Both byte orders, with both kinds of floating-point registers. */
  static Stream<Arguments> machines() {
    return Guests.orders()
        .flatMap(
            order -> Arrays.stream(Floats.values()).map(floats -> Arguments.of(floats, order)));
  }

  @ParameterizedTest
  @MethodSource("machines")
  void the_same_sequences_as_always_end_as_under_qemu(Floats floats, ByteOrder order) {
    assertThat(new Comparison(floats, order, scratch).compare(0, EVERY_TIME)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("machines")
  void sequences_never_seen_before_end_as_under_qemu(Floats floats, ByteOrder order) {
    compareFresh(floats, order, EVERY_TIME);
  }

  @ParameterizedTest
  @MethodSource("machines")
  void what_linux_ends_with_a_signal_is_no_success(Floats floats, ByteOrder order) {
    long first = new SecureRandom().nextInt() & ~0xffffL;
    System.out.printf("%d accesses from seed %d, %s, %s%n", ACCESSES, first, order, floats);
    assertThat(new Comparison(floats, order, scratch).compareAccesses(first, ACCESSES)).isEmpty();
  }

  @Tag("nightly")
  @ParameterizedTest
  @MethodSource("machines")
  void many_sequences_end_as_under_qemu(Floats floats, ByteOrder order) {
    compareFresh(floats, order, NIGHTLY);
  }

  private void compareFresh(Floats floats, ByteOrder order, int count) {
    long first = new SecureRandom().nextInt() & ~0xffffL;
    System.out.printf("%d sequences from seed %d, %s, %s%n", count, first, order, floats);
    assertThat(new Comparison(floats, order, scratch).compare(first, count))
        .as("sequences from seed %d", first)
        .isEmpty();
  }
}
