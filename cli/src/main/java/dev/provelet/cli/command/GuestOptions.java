package dev.provelet.cli.command;

import dev.provelet.cli.CommandException;
import dev.provelet.guest.input.ZirenStdin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A program and its inputs, as files that the user names. */
public final class GuestOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PROGRAM",
      description = "A statically linked MIPS ELF file.")
  private @Nullable Path program;

  @Option(
      names = "--stdin",
      paramLabel = "FILE",
      description = "The program's standard input. Private. Default: empty.")
  @Nullable Path stdin;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description =
          "An input of a program made for Ziren; repeatable. Cannot be combined with --stdin.")
  List<Path> inputs = List.of();

  @Option(
      names = "--public",
      paramLabel = "FILE",
      description = "The public input, read from descriptor 3. Default: empty.")
  @Nullable Path publicInput;

  @Mixin private CallOptions call;

  @Parameters(index = "1..*", paramLabel = "ARG", description = CallOptions.ARGUMENTS)
  private List<String> arguments = List.of();

  Path program() {
    if (program == null) {
      throw new ParameterException(
          command.commandLine(), "Missing required parameter: 'PROGRAM', a MIPS ELF file");
    }
    return program;
  }

  /** Whether there is a program, or an input of one. */
  boolean given() {
    return program != null
        || stdin != null
        || publicInput != null
        || !inputs.isEmpty()
        || call.given(arguments);
  }

  /** The public input, with what the program is called with. */
  byte[] readPublicInput() throws CommandException {
    return call.before(
        InputFiles.readIfGiven(publicInput, "the public input"), program(), arguments);
  }

  /** The same as a file, made where arguments have to be stated. */
  Optional<Path> publicInputFile() throws CommandException {
    return call.given(arguments)
        ? Optional.of(InputFiles.temporary(readPublicInput(), "the public input"))
        : lasting(publicInput, "the public input");
  }

  /** What verify has to be told of the public input, as a shell reads it. */
  String quotedPublicInput() {
    return (publicInput == null ? "" : " --public " + publicInput) + call.quoted();
  }

  String quotedArguments() {
    return CallOptions.quoted(arguments);
  }

  /** What the guest reads from descriptor 0. */
  byte[] readStdin() throws CommandException {
    if (inputs.isEmpty()) {
      return InputFiles.readIfGiven(stdin, "the standard input");
    }
    if (stdin != null) {
      throw new CommandException(
          "--input and --stdin cannot be combined: the inputs are sent as the standard input");
    }
    List<byte[]> contents = new ArrayList<>();
    long left = InputFiles.MAX_INPUT_BYTES;
    for (Path input : inputs) {
      byte[] content = InputFiles.read(input, "the input", left);
      left -= content.length;
      contents.add(content);
    }
    return ZirenStdin.of(contents);
  }

  /** The same as a file, made where inputs have to be put together. */
  Optional<Path> stdinFile() throws CommandException {
    if (!inputs.isEmpty()) {
      return Optional.of(InputFiles.temporary(readStdin(), "the inputs"));
    }
    return lasting(stdin, "the standard input");
  }

  private static Optional<Path> lasting(@Nullable Path file, String what) throws CommandException {
    return file == null
        ? Optional.empty()
        : Optional.of(InputFiles.lasting(file, what, InputFiles.MAX_INPUT_BYTES));
  }
}
