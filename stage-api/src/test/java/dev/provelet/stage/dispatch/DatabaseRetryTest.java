package dev.provelet.stage.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provelet.stage.sql.DatabaseUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class DatabaseRetryTest {
  private final ManualTicker ticker = new ManualTicker();
  private final DatabaseRetry retry = new DatabaseRetry(Duration.ofMinutes(10), ticker);
  private final AtomicInteger tries = new AtomicInteger();

  @Test
  void what_a_function_found_out_is_written_once_the_database_is_back() {
    // When it is away for a minute
    String written =
        retry.run(
            () -> {
              var _ = tries.incrementAndGet();
              if (ticker.nanos() < Duration.ofMinutes(1).toNanos()) {
                throw away();
              }
              return "written";
            });
    // Then
    assertThat(written).isEqualTo("written");
    assertThat(tries).hasValue(121);
  }

  @Test
  void a_database_that_stays_away_is_given_up_after_the_limit() {
    assertThatThrownBy(
            () ->
                retry.run(
                    () -> {
                      throw away();
                    }))
        .isInstanceOf(DatabaseUnavailableException.class);
    assertThat(Duration.ofNanos(ticker.nanos()))
        .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(10).plusSeconds(1));
  }

  private static DatabaseUnavailableException away() {
    return new DatabaseUnavailableException(new SQLException("connection refused"));
  }
}
