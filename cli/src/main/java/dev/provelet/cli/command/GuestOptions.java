package dev.provelet.cli.command;

import dev.provelet.cli.Failure;
import dev.provelet.guest.InputVector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A program and what it reads; files, as the user named them. */
public final class GuestOptions {
  @Parameters(paramLabel = "PROGRAM", description = "A statically linked MIPS ELF.")
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
    if (inputs.isEmpty()) {
      return Optional.ofNullable(stdin);
    }
    byte[] vector = readStdin();
    try {
      Path file = java.nio.file.Files.createTempFile("provelet-inputs-", ".bin");
      file.toFile().deleteOnExit();
      return Optional.of(java.nio.file.Files.write(file, vector));
    } catch (IOException e) {
      throw new Failure("cannot write the inputs to a temporary file: " + e.getMessage(), e);
    }
  }
}
