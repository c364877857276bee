package dev.provelet.stage.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.stage.sql.DatabaseUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
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
