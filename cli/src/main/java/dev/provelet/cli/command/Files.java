package dev.provelet.cli.command;

import dev.provelet.cli.Failure;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads what the user names, within limits, and says what is wrong with it. */
final class Files {
  /** The largest stdin or public input that {@code run} takes, in bytes. */
  static final long MAX_INPUT_BYTES = 256L << 20;

  private Files() {}

  /**
   * @param what for messages: "the program"
   */
  static byte[] read(Path file, String what, long limit) throws Failure {
    try {
      if (java.nio.file.Files.isDirectory(file)) {
        throw new Failure(what + " " + file + " is a folder; name a file");
      }
      long size = java.nio.file.Files.size(file);
      if (size > limit) {
        throw new Failure(
            what + " " + file + " has " + size + " bytes; at most " + limit + " are taken");
      }
      return java.nio.file.Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new Failure(what + " " + file + " does not exist", e);
    } catch (IOException e) {
      throw new Failure("cannot read " + what + " " + file + ": " + e.getMessage(), e);
    }
  }

  static byte[] readIfGiven(@Nullable Path file, String what) throws Failure {
    return file == null ? new byte[0] : read(file, what, MAX_INPUT_BYTES);
  }
}
