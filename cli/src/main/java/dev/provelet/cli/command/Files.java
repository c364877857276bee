package dev.provelet.cli.command;

import dev.provelet.cli.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
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
    check(file, what, limit);
    try {
      return java.nio.file.Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, what, e);
    }
  }

  /** Says early what {@link #read} would say. */
  static void check(Path file, String what, long limit) throws Failure {
    try {
      if (java.nio.file.Files.isDirectory(file)) {
        throw new Failure(what + " " + file + " is a folder; name a file");
      }
      long size = java.nio.file.Files.size(file);
      if (size > limit) {
        throw new Failure(
            what + " " + file + " has " + size + " bytes; at most " + limit + " are taken");
      }
      if (!java.nio.file.Files.isReadable(file)) {
        throw new AccessDeniedException(file.toString());
      }
    } catch (NoSuchFileException e) {
      throw new Failure(what + " " + file + " does not exist", e);
    } catch (IOException e) {
      throw unreadable(file, what, e);
    }
  }

  /**
   * The file, or a copy of what comes out of it where that can be read only once: a pipe, a
   * terminal.
   */
  static Path lasting(Path file, String what, long limit) throws Failure {
    check(file, what, limit);
    if (java.nio.file.Files.isRegularFile(file)) {
      return file;
    }
    byte[] content;
    try (InputStream from = java.nio.file.Files.newInputStream(file)) {
      content = from.readNBytes(Math.toIntExact(limit + 1));
    } catch (IOException e) {
      throw unreadable(file, what, e);
    }
    if (content.length > limit) {
      throw new Failure(
          what + " " + file + " has more than the " + limit + " bytes that are taken");
    }
    return temporary(content, what);
  }

  /** A file with this content, for as long as this process lasts. */
  static Path temporary(byte[] content, String what) throws Failure {
    try {
      Path file = java.nio.file.Files.createTempFile("provelet-input-", ".bin");
      file.toFile().deleteOnExit();
      return java.nio.file.Files.write(file, content);
    } catch (IOException e) {
      throw new Failure("cannot write " + what + " to a temporary file: " + e.getMessage(), e);
    }
  }

  private static Failure unreadable(Path file, String what, IOException e) {
    return new Failure("cannot read " + what + " " + file + ": " + e.getMessage(), e);
  }

  static byte[] readIfGiven(@Nullable Path file, String what) throws Failure {
    return file == null ? new byte[0] : read(file, what, MAX_INPUT_BYTES);
  }
}
