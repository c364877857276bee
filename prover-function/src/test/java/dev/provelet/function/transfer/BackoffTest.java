package dev.provelet.function.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BackoffTest {

  @Test
  void doubles_the_pause_up_to_five_seconds() {
    Backoff backoff = new Backoff(100, Duration.ofMillis(200));

    assertThat(backoff.pause(1)).isEqualTo(Duration.ofMillis(200));
    assertThat(backoff.pause(2)).isEqualTo(Duration.ofMillis(400));
    assertThat(backoff.pause(5)).isEqualTo(Duration.ofMillis(3200));
    assertThat(backoff.pause(6)).isEqualTo(Duration.ofSeconds(5));
    assertThat(backoff.pause(100)).isEqualTo(Duration.ofSeconds(5));
  }
}
