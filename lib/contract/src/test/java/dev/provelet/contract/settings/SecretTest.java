package dev.provelet.contract.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SecretTest {

  @Test
  void a_secret_prints_as_stars_also_inside_others() {
    assertThat(Secret.of("hunter2")).hasToString("***");
    assertThat(Optional.of(Secret.of("hunter2")).toString()).doesNotContain("hunter2");
  }

  @Test
  void secrets_are_equal_if_their_content_is() {
    assertThat(Secret.of("hunter2"))
        .isEqualTo(Secret.of("hunter2"))
        .hasSameHashCodeAs(Secret.of("hunter3"));
    assertThat(Secret.of("hunter2")).isNotEqualTo(Secret.of("hunter3"));
    assertThat(Secret.of("hunter2").text()).isEqualTo("hunter2");
  }

  @Test
  void changing_a_borrowed_array_does_not_change_the_secret() {
    // Given
    byte[] array = new byte[32];
    Secret secret = Secret.of(array);
    // When
    array[0] = 1;
    secret.bytes()[1] = 1;
    // Then
    assertThat(secret).isEqualTo(Secret.of(new byte[32]));
  }
}
