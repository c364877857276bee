package dev.provelet.function.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class StderrTest {

  @Test
  void keeps_the_first_bytes_up_to_its_limit() {
    Stderr stderr = new Stderr(5);

    stderr.write("abc".getBytes(StandardCharsets.UTF_8));
    stderr.write("def".getBytes(StandardCharsets.UTF_8));
    stderr.write("ghi".getBytes(StandardCharsets.UTF_8));

    assertThat(stderr.text()).isEqualTo("abcde");
  }

  @Test
  void shows_the_end_of_a_long_one() {
    Stderr stderr = new Stderr(100_000);

    stderr.write("x".repeat(50_000).getBytes(StandardCharsets.UTF_8));
    stderr.write("the reason".getBytes(StandardCharsets.UTF_8));

    assertThat(stderr.text()).startsWith("…").endsWith("the reason").hasSizeLessThan(9_000);
  }
}
