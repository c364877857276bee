package dev.provelet.contract.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
  /** FIPS 180-2, appendix B.1. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void it_is_the_sha256_of_the_content() {
    assertThat(Digest.of("abc".getBytes(StandardCharsets.US_ASCII))).hasToString(ABC);
  }

  @Test
  void hex_and_bytes_are_the_same() {
    Digest digest = Digest.parse(ABC);
    assertThat(Digest.ofHash(digest.bytes())).isEqualTo(digest);
    assertThat(digest.bytes()).hasSize(32);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ba78",
        "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
        "0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015",
        "ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad ",
      })
  void anything_else_is_none(String hex) {
    assertThatThrownBy(() -> Digest.parse(hex)).hasMessage("a SHA-256 is 64 lower-case hex digits");
  }

  @Test
  void a_hash_of_another_length_is_none() {
    byte[] tooShort = new byte[31];
    assertThatThrownBy(() -> Digest.ofHash(tooShort)).isInstanceOf(IllegalArgumentException.class);
  }
}
