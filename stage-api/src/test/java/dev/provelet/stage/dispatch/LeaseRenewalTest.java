package dev.provelet.stage.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.stage.sql.DatabaseUnavailableException;
import dev.provelet.stage.testing.TestConfig;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LeaseRenewalTest {
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final ManualTicker ticker = new ManualTicker();
  private final AtomicInteger renewals = new AtomicInteger();

  @Test
  void a_lease_is_renewed_when_a_third_of_it_has_gone() {
    LeaseRenewal renewal =
        new LeaseRenewal("p/prove-0", LEASE, () -> renewals.incrementAndGet() > 0, ticker);

    for (int second = 1; second <= 60; second++) {
      ticker.pass(Duration.ofSeconds(1));
      assertThat(renewal.due()).isTrue();
    }

    assertThat(renewals).hasValue(6);
  }

  @Test
  void a_step_of_twenty_minutes_that_shows_signs_of_life_never_comes_near_its_leases_end() {
    // Given the lease of a long step, and a line at least as often as a function sends one
    Duration lease = TestConfig.of(Map.of()).dispatch().largeLease();
    List<Long> renewed = new ArrayList<>(List.of(ticker.nanos()));
    LeaseRenewal renewal =
        new LeaseRenewal("p/snark", lease, () -> renewed.add(ticker.nanos()), ticker);
    Duration longest = Duration.ZERO;
    // When
    for (int line = 0; line < 240; line++) {
      ticker.pass(Duration.ofSeconds(5));
      assertThat(renewal.due()).isTrue();
      Duration since = Duration.ofNanos(ticker.nanos() - renewed.getLast());
      longest = longest.compareTo(since) < 0 ? since : longest;
    }
    // Then
    assertThat(longest).isLessThan(lease.dividedBy(2));
  }

  @Test
  void a_lease_that_is_lost_ends_the_attempt() {
    LeaseRenewal renewal = new LeaseRenewal("p/prove-0", LEASE, () -> false, ticker);
    assertThat(renewal.due()).isTrue();

    ticker.pass(LEASE);

    assertThat(renewal.due()).isFalse();
  }

  @Test
  void an_attempt_goes_on_while_the_database_is_away() {
    LeaseRenewal renewal =
        new LeaseRenewal(
            "p/prove-0",
            LEASE,
            () -> {
              throw new DatabaseUnavailableException(new SQLException("connection refused"));
            },
            ticker);

    ticker.pass(LEASE);

    assertThat(renewal.due()).isTrue();
  }
}
