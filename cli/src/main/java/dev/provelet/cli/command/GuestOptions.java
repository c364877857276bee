package dev.provelet.cli.command;

import dev.provelet.cli.Failure;
import dev.provelet.guest.InputVector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A program and what it reads; files, as the user named them. */
public final class GuestOptions {
  @Parameters(index = "0", paramLabel = "PROGRAM", description = "A statically linked MIPS ELF.")
  Path program;

  @Option(
      names = "--stdin",
      paramLabel = "FILE",
      description = "What the guest reads from descriptor 0.")
  @Nullable Path stdin;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description =
          "An input of a guest made for Ziren; repeatable. Instead of --stdin, which these become.")
  List<Path> inputs = List.of();

  @Option(names = "--public", paramLabel = "FILE", description = "The public input, descriptor 3.")
  @Nullable Path publicInput;

  @Mixin private CallOptions call;

  @Parameters(index = "1..*", paramLabel = "ARG", description = CallOptions.ARGUMENTS)
  private List<String> arguments = List.of();

  /** The public input, with what the program is called with. */
  byte[] readPublicInput() throws Failure {
    return call.before(Files.readIfGiven(publicInput, "the public input"), program, arguments);
  }

  /** The same as a file, made where arguments have to be stated. */
  Optional<Path> publicInputFile() throws Failure {
    return call.given(arguments)
        ? Optional.of(Files.temporary(readPublicInput(), "the public input"))
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
  byte[] readStdin() throws Failure {
    if (inputs.isEmpty()) {
      return Files.readIfGiven(stdin, "the standard input");
    }
    if (stdin != null) {
      throw new Failure("--input and --stdin exclude each other: inputs become the stdin");
    }
    List<byte[]> contents = new ArrayList<>();
    long left = Files.MAX_INPUT_BYTES;
    for (Path input : inputs) {
      byte[] content = Files.read(input, "the input", left);
      left -= content.length;
      contents.add(content);
    }
    return InputVector.of(contents);
  }

  /** The same as a file, made where inputs have to be put together. */
  Optional<Path> stdinFile() throws Failure {
    if (!inputs.isEmpty()) {
      return Optional.of(Files.temporary(readStdin(), "the inputs"));
    }
    return lasting(stdin, "the standard input");
  }

  private static Optional<Path> lasting(@Nullable Path file, String what) throws Failure {
    return file == null
        ? Optional.empty()
        : Optional.of(Files.lasting(file, what, Files.MAX_INPUT_BYTES));
  }
}
