package dev.provelet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RunCallbacksTest {
  private final List<Long> heard = new ArrayList<>();
  private final RunCallbacks callbacks =
      new RunCallbacks(
          new RunListener() {
            @Override
            public void progress(long instructions) {
              heard.add(instructions);
              if (instructions > 10) {
                throw new StackOverflowError("too far");
              }
            }
          });

  @Test
  void cancels_and_tells_the_listener_nothing_more_once_it_has_thrown() {
    assertThat(callbacks.progress(MemorySegment.NULL, 10)).isZero();
    assertThat(callbacks.progress(MemorySegment.NULL, 11)).isNotZero();
    assertThat(callbacks.progress(MemorySegment.NULL, 12)).isNotZero();

    assertThat(heard).containsExactly(10L, 11L);
    assertThatThrownBy(callbacks::rethrow)
        .isInstanceOf(StackOverflowError.class)
        .hasMessage("too far");
  }

  @Test
  void rethrows_nothing_where_nothing_was_thrown() {
    callbacks.progress(MemorySegment.NULL, 1);

    callbacks.rethrow();

    assertThat(heard).containsExactly(1L);
  }

  @Test
  void takes_empty_output_without_reading_its_pointer() {
    assertThat(callbacks.output(MemorySegment.NULL, 1, MemorySegment.NULL, 0)).isZero();
  }
}
