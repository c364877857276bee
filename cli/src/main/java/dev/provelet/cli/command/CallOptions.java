package dev.provelet.cli.command;

import dev.provelet.cli.CommandException;
import dev.provelet.guest.input.GuestArguments;
import dev.provelet.guest.input.InvalidArgumentsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Arguments and environment of a program. They are public: the public input begins with them. If
 * there are none, the public input is only what the user gave.
 */
public final class CallOptions {
  @Option(
      names = "--arg0",
      paramLabel = "NAME",
      description =
          "The program's argv[0]. Default: the name of its file if arguments or variables are"
              + " given, otherwise 'guest'.")
  private @Nullable String name;

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      description =
          "An environment variable of the program; repeatable. Public: part of what is proved."
              + " Default: none.")
  private List<String> environment = List.of();

  /** What is said of the arguments, which stand behind other parameters. */
  static final String ARGUMENTS =
      "Arguments of the program, after --. Public: part of what is proved.";

  /** Whether there is anything that the public input has to state. */
  boolean given(List<String> arguments) {
    return name != null || !environment.isEmpty() || !arguments.isEmpty();
  }

  /**
   * The public input that states them before these bytes.
   *
   * @param program whose name is argument 0 if no other is given
   */
  byte[] before(byte[] publicInput, Path program, List<String> arguments) throws CommandException {
    if (!given(arguments)) {
      return publicInput;
    }
    RawArguments exact = RawArguments.ofThisProcess();
    List<byte[]> all = new ArrayList<>();
    all.add(
        exact.option("--arg0", name == null ? List.of() : List.of(name)).stream()
            .findFirst()
            .orElse(String.valueOf(program.getFileName()).getBytes(StandardCharsets.UTF_8)));
    all.addAll(exact.trailing(arguments));
    try {
      return GuestArguments.of(all, exact.option("--env", environment)).before(publicInput);
    } catch (InvalidArgumentsException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The same as a shell would read it, with a space before each part; for a command to copy. */
  String quoted() {
    StringBuilder text = new StringBuilder();
    if (name != null) {
      text.append(" --arg0 ").append(quoted(name));
    }
    environment.forEach(variable -> text.append(" --env ").append(quoted(variable)));
    return text.toString();
  }

  /** The arguments in that form, with what separates them from options. */
  static String quoted(List<String> arguments) {
    StringBuilder text = new StringBuilder(arguments.isEmpty() ? "" : " --");
    arguments.forEach(argument -> text.append(' ').append(quoted(argument)));
    return text.toString();
  }

  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9_./:=,+@%-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
