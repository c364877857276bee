package dev.provelet.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.provelet.cli.CommandException;
import dev.provelet.guest.input.GuestArguments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CallOptionsTest {
  @TempDir private Path scratch;

  private static GuestOptions parsed(String... arguments) {
    GuestOptions options = new GuestOptions();
    new CommandLine(options).setExpandAtFiles(false).parseArgs(arguments);
    return options;
  }

  private static List<byte[]> bytes(String... strings) {
    return Stream.of(strings).map(string -> string.getBytes(UTF_8)).toList();
  }

  @Test
  void arguments_follow_two_dashes_and_the_files_name_is_the_first() throws Exception {
    GuestOptions options = parsed("dir/busybox.elf", "--env", "A=1", "--", "wc", "-l", "@x", "");

    assertThat(options.readPublicInput())
        .isEqualTo(
            GuestArguments.of(bytes("busybox.elf", "wc", "-l", "@x", ""), bytes("A=1"))
                .before(new byte[0]));
  }

  @Test
  void another_name_may_be_given_and_the_public_input_follows() throws Exception {
    Path given = Files.write(scratch.resolve("public"), "given".getBytes(UTF_8));

    GuestOptions options = parsed("--arg0", "sh", "busybox", "--public", given.toString());

    byte[] expected = GuestArguments.of(bytes("sh"), bytes()).before("given".getBytes(UTF_8));
    assertThat(options.readPublicInput()).isEqualTo(expected);
    assertThat(Files.readAllBytes(options.publicInputFile().orElseThrow())).isEqualTo(expected);
  }

  @Test
  void without_any_the_public_input_is_as_it_was() throws Exception {
    Path given = Files.write(scratch.resolve("public"), "given".getBytes(UTF_8));

    GuestOptions options = parsed("busybox", "--public", given.toString());

    assertThat(options.readPublicInput()).isEqualTo("given".getBytes(UTF_8));
    assertThat(options.publicInputFile()).contains(given);
    assertThat(parsed("busybox").publicInputFile()).isEmpty();
  }

  @Test
  void what_is_no_variable_is_refused() {
    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(() -> parsed("busybox", "--env", "HOME").readPublicInput())
        .withMessageContaining("NAME=VALUE, not HOME");
  }

  @Test
  void a_command_to_copy_quotes_what_a_shell_would_take_apart() {
    GuestOptions options =
        parsed("busybox", "--arg0", "my box", "--env", "A=it's", "--", "echo", "$HOME", "");

    assertThat(options.quotedPublicInput()).isEqualTo(" --arg0 'my box' --env 'A=it'\\''s'");
    assertThat(options.quotedArguments()).isEqualTo(" -- echo '$HOME' ''");
  }
}
