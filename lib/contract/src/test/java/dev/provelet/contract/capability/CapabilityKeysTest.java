package dev.provelet.contract.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provelet.contract.capability.CapabilityKeys.SigningKey;
import dev.provelet.contract.settings.Secret;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapabilityKeysTest {
  private static final String SECRET = Base64.getEncoder().encodeToString(new byte[32]);

  @Test
  void the_first_key_signs() {
    CapabilityKeys keys = parse(" b:" + SECRET + ", a:" + SECRET + " ");
    assertThat(keys.keys()).extracting(SigningKey::id).containsExactly("b", "a");
    assertThat(keys.signing().id()).isEqualTo("b");
  }

  @Test
  void none_or_three_or_two_of_the_same_id_are_refused() {
    assertThatThrownBy(() -> parse("")).hasMessageContaining("write id:base64");
    String three = "a:" + SECRET + ",b:" + SECRET + ",c:" + SECRET;
    assertThatThrownBy(() -> parse(three))
        .hasMessage("capability keys: one, or two while rotating; got 3");
    assertThatThrownBy(() -> parse("a:" + SECRET + ",a:" + SECRET))
        .hasMessage("capability keys: two keys share an id");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA== | has 31 bytes; at least 32 are needed
          a:SECRET!SECRET!                               | the secret of 'a' is not Base64
          a:                                             | has 0 bytes
          SECRETSECRETSECRETSECRET:a                     | an id is 1 to 16 letters or digits
          SECRETSECRETSECRETSECRET                       | write id:base64secret
          a b:SECRETSECRETSECRETSECRET                   | an id is 1 to 16 letters or digits
          """)
  void what_is_wrong_is_said_without_the_secret(String text, String words) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words)
        .hasMessageNotContainingAny("SECRET", "AAAAAAAA")
        .hasNoCause();
  }

  @Test
  void printed_keys_show_no_secret() {
    assertThat(parse("a:" + SECRET).toString()).contains("id=a", "***").doesNotContain("AAA");
  }

  private static CapabilityKeys parse(String list) {
    return CapabilityKeys.parse(Secret.of(list));
  }
}
