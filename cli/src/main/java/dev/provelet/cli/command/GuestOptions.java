package dev.provelet.cli.command;

import java.nio.file.Path;
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

  @Option(names = "--public", paramLabel = "FILE", description = "The public input, descriptor 3.")
  @Nullable Path publicInput;
}
