package dev.provelet.function.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class StderrTest {

  @Test
  void keepsTheFirstBytesUpToItsLimit() {
    Stderr stderr = new Stderr(5);

    stderr.write("abc".getBytes(StandardCharsets.UTF_8));
    stderr.write("def".getBytes(StandardCharsets.UTF_8));
    stderr.write("ghi".getBytes(StandardCharsets.UTF_8));

    assertThat(stderr.text()).isEqualTo("abcde");
  }

  @Test
  void showsTheEndOfALongOne() {
    Stderr stderr = new Stderr(100_000);

    stderr.write("x".repeat(50_000).getBytes(StandardCharsets.UTF_8));
    stderr.write("the reason".getBytes(StandardCharsets.UTF_8));

    assertThat(stderr.text()).startsWith("…").endsWith("the reason").hasSizeLessThan(9_000);
  }
}
