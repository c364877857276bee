package dev.provelet.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class StatementTest {
  private static final String EMPTY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void public_values_are_the_digest_of_the_public_input_then_of_the_output() {
    byte[] values = Statement.publicValues(new byte[0], "abc".getBytes(UTF_8));

    assertThat(HexFormat.of().formatHex(values)).isEqualTo(EMPTY + ABC);
  }

  @Test
  void the_public_input_comes_first() {
    byte[] publicInput = {1};
    byte[] stdin = {2};

    assertThat(Statement.inputs(publicInput, stdin)).containsExactly(publicInput, stdin);
  }

  @Test
  void an_elf_is_named_by_its_digest() {
    assertThat(ElfId.of("abc".getBytes(UTF_8))).hasToString(ABC);
    assertThatIllegalArgumentException().isThrownBy(() -> new ElfId(ABC.toUpperCase(Locale.ROOT)));
    assertThatIllegalArgumentException().isThrownBy(() -> new ElfId("../../etc/passwd"));
  }
}
