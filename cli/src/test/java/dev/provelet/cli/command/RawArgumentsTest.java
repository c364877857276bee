package dev.provelet.cli.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.provelet.cli.CommandException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RawArgumentsTest {
  private static final String COMMAND =
      "/jdk/bin/java\0-Xmx1g\0--env\0X=wrong\0dev.provelet.cli.Provelet\0run\0";

  private static RawArguments of(String arguments) {
    return RawArguments.of((COMMAND + arguments).getBytes(ISO_8859_1));
  }

  private static List<String> texts(List<byte[]> bytes) {
    return bytes.stream().map(each -> new String(each, ISO_8859_1)).toList();
  }

  @Test
  void what_java_cannot_decode_is_taken_as_it_was_given() throws Exception {
    RawArguments exact = of("--env\0A=\377\0--arg0=\376x\0busybox\0--\0--env\0B\0\303\251\0");

    assertThat(texts(exact.option("--env", List.of("A=\ufffd")))).containsExactly("A=\377");
    assertThat(texts(exact.option("--arg0", List.of("\ufffdx")))).containsExactly("\376x");
    assertThat(texts(exact.trailing(List.of("--env", "B", "é"))))
        .containsExactly("--env", "B", "\303\251");
  }

  @Test
  void without_linux_text_is_utf_8() throws Exception {
    RawArguments none = new RawArguments(List.of());

    assertThat(texts(none.trailing(List.of("a", "é")))).containsExactly("a", "\303\251");
    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(() -> none.trailing(List.of("a\ufffd")))
        .withMessageContaining("LC_ALL");
  }

  @Test
  void an_argument_that_is_another_one_is_not_believed() throws Exception {
    assertThat(texts(of("busybox\0--\0ls\0").trailing(List.of("cat")))).containsExactly("cat");
  }
}
