package dev.provelet.local;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformOptionsTest {
  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 80, 1023, 65_001, 70_000})
  void a_port_that_cannot_be_used_is_refused(int port) {
    assertThatThrownBy(() -> PlatformOptions.of(port, 1))
        .isInstanceOf(LocalPlatformException.class)
        .hasMessageContaining("--port");
  }

  @ParameterizedTest
  @ValueSource(ints = {-3, 0, 17})
  void a_number_of_functions_out_of_range_is_refused(int functions) {
    assertThatThrownBy(() -> PlatformOptions.of(0, functions))
        .isInstanceOf(LocalPlatformException.class)
        .hasMessageContaining("--functions");
  }

  @Test
  void the_defaults_are_taken() {
    assertThatCode(() -> PlatformOptions.of(PlatformOptions.DEFAULT_PORT, 1))
        .doesNotThrowAnyException();
  }
}
