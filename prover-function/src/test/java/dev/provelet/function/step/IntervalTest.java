package dev.provelet.function.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class IntervalTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
  private final Interval interval = new Interval(Duration.ofSeconds(2), nanos::get);

  @Test
  void it_has_elapsed_once_its_length_has_gone() {
    pass(Duration.ofMillis(1999));
    assertThat(interval.elapsed()).isFalse();
    pass(Duration.ofMillis(1));
    assertThat(interval.elapsed()).isTrue();
  }

  @Test
  void it_begins_anew_when_it_is_restarted() {
    pass(Duration.ofSeconds(2));
    interval.restart();
    assertThat(interval.elapsed()).isFalse();
    pass(Duration.ofSeconds(2));
    assertThat(interval.elapsed()).isTrue();
  }

  private void pass(Duration time) {
    var _ = nanos.addAndGet(time.toNanos());
  }
}
