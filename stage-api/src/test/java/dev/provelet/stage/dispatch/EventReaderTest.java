package dev.provelet.stage.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventReaderTest {

  @Test
  void each_line_is_an_event_until_the_end() throws IOException {
    try (EventReader lines =
        lines("{\"type\":\"heartbeat\"}\n{\"type\":\"progress\",\"cycles\":7}\n")) {
      assertThat(lines.next()).contains(new FunctionEvent.Heartbeat());
      assertThat(lines.next()).contains(new FunctionEvent.Progress(7));
      assertThat(lines.next()).isEmpty();
    }
  }

  @Test
  void a_line_that_breaks_off_is_not_believed() throws IOException {
    try (EventReader lines = lines("{\"type\":\"heartbeat\"}")) {
      assertThat(lines.next()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "{}", "{\"type\":\"unheard\"}", "{\"type\":\"segment\"}"})
  void a_line_that_is_no_event_is_refused(String line) throws IOException {
    try (EventReader lines = lines(line + "\n")) {
      assertThatThrownBy(lines::next).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_line_without_end_is_refused_before_it_fills_the_memory() throws IOException {
    try (EventReader lines = lines("x".repeat(FunctionJson.MAX_LINE + 1))) {
      assertThatThrownBy(lines::next)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("longer than");
    }
  }

  private static EventReader lines(String text) {
    return new EventReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
