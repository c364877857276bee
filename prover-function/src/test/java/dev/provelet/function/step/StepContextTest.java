package dev.provelet.function.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.Artifact;
import dev.provelet.contract.function.FunctionEvent.Input;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StepContextTest {
  private static final byte[] WRITTEN = "abc".getBytes(StandardCharsets.UTF_8);
  private static final Artifact STDIN =
      new Artifact("stdin", URI.create("http://files/c/t/k"), Digest.of(WRITTEN), 3);

  @Test
  void says_what_is_in_memory() throws IOException {
    assertThat(StepContext.checked(STDIN, WRITTEN))
        .isEqualTo(new Input("stdin", Digest.of(WRITTEN), 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"abd", "ab", "abc\n", ""})
  void works_with_nothing_else_than_what_was_written_to_the_disk(String back) {
    byte[] content = back.getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> StepContext.checked(STDIN, content))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("stdin")
        .hasMessageContaining("3 bytes with SHA-256 " + Digest.of(WRITTEN))
        .hasMessageContaining(content.length + " bytes with SHA-256 " + Digest.of(content));
  }
}
