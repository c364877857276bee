package dev.provelet.guest.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random instructions do what they do under qemu, whatever stands in their delay slots. */
class DifferentialIT {
  private static final int EVERY_TIME = 500;
  private static final int NIGHTLY = 10_000;

  @TempDir private Path scratch;

  @ParameterizedTest
  @MethodSource("dev.provelet.guest.machine.Guests#orders")
  void the_same_sequences_as_always_end_as_under_qemu(ByteOrder order) {
    assertThat(new Comparison(order, scratch).compare(0, EVERY_TIME)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dev.provelet.guest.machine.Guests#orders")
  void sequences_never_seen_before_end_as_under_qemu(ByteOrder order) {
    compareFresh(order, EVERY_TIME);
  }

  @Tag("nightly")
  @ParameterizedTest
  @MethodSource("dev.provelet.guest.machine.Guests#orders")
  void many_sequences_end_as_under_qemu(ByteOrder order) {
    compareFresh(order, NIGHTLY);
  }

  private void compareFresh(ByteOrder order, int count) {
    long first = new SecureRandom().nextInt() & ~0xffffL;
    System.out.printf("%d sequences from seed %d, %s%n", count, first, order);
    assertThat(new Comparison(order, scratch).compare(first, count))
        .as("sequences from seed %d", first)
        .isEmpty();
  }
}
