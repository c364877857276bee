package dev.provelet.stage.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RetryPolicyTest {

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 200", "3, 400", "4, 800", "9, 25600", "10, 30000", "1000000, 30000"})
  void a_first_interruption_is_retried_at_once_then_ever_more_slowly(
      int interruptions, long millis) {
    assertThat(RetryPolicy.afterInterruption(interruptions)).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void a_failure_always_waits() {
    assertThat(RetryPolicy.afterFailure(1)).isEqualTo(Duration.ofMillis(200));
    assertThat(RetryPolicy.afterFailure(2)).isEqualTo(Duration.ofMillis(400));
  }
}
