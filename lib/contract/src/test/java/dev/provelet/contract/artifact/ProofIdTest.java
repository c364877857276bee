package dev.provelet.contract.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProofIdTest {

  @Test
  void an_id_is_written_in_lower_case() {
    assertThat(ProofId.parse("3B241101-E2BB-4255-8CAF-4136C566A962"))
        .hasToString("3b241101-e2bb-4255-8caf-4136c566a962");
  }

  @Test
  void what_is_written_can_be_read() {
    ProofId id = ProofId.random();
    assertThat(ProofId.parse(id.toString())).isEqualTo(id);
    assertThat(ProofId.random()).isNotEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1-2-3-4-5",
        "3b241101e2bb42558caf4136c566a962",
        "{3b241101-e2bb-4255-8caf-4136c566a962}",
        " 3b241101-e2bb-4255-8caf-4136c566a962",
        "3b241101-e2bb-4255-8caf-4136c566a96",
        "3b241101-e2bb-4255-8caf-4136c566a9621",
        "3b241101-e2bb-4255-8caf-4136c566a96g",
        "../../etc/passwd",
      })
  void anything_else_is_refused_with_an_example(String text) {
    assertThatThrownBy(() -> ProofId.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'%s' is no proof id: a UUID such as 3b241101-e2bb-4255-8caf-4136c566a962 is", text);
  }

  @Test
  void a_long_text_is_not_repeated_whole() {
    String text = "x".repeat(10_000);
    assertThatThrownBy(() -> ProofId.parse(text))
        .message()
        .hasSizeLessThan(200)
        .startsWith("'" + "x".repeat(64) + "…'");
  }
}
