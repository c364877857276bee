package dev.provelet.cli.command;

import dev.provelet.cli.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the files that the user names, up to a limit, and explains why one cannot be read. */
final class InputFiles {
  /** The largest stdin or public input that {@code run} takes, in bytes. */
  static final long MAX_INPUT_BYTES = 256L << 20;

  private InputFiles() {}

  /**
   * @param what for messages: "the program"
   */
  static byte[] read(Path file, String what, long limit) throws CommandException {
    check(file, what, limit);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, what, e);
    }
  }

  /** Fails as {@link #read} would, without reading. */
  static void check(Path file, String what, long limit) throws CommandException {
    try {
      if (Files.isDirectory(file)) {
        throw new CommandException(what + " " + file + " is a directory, not a file");
      }
      long size = Files.size(file);
      if (size > limit) {
        throw new CommandException(
            what + " " + file + " has " + size + " bytes; the limit is " + limit);
      }
      if (!Files.isReadable(file)) {
        throw new AccessDeniedException(file.toString());
      }
    } catch (NoSuchFileException e) {
      throw new CommandException(what + " " + file + " does not exist", e);
    } catch (IOException e) {
      throw unreadable(file, what, e);
    }
  }

  /**
   * The file, or a copy of what comes out of it where that can be read only once: a pipe, a
   * terminal.
   */
  static Path lasting(Path file, String what, long limit) throws CommandException {
    check(file, what, limit);
    if (Files.isRegularFile(file)) {
      return file;
    }
    byte[] content;
    try (InputStream from = Files.newInputStream(file)) {
      content = from.readNBytes(Math.toIntExact(limit + 1));
    } catch (IOException e) {
      throw unreadable(file, what, e);
    }
    if (content.length > limit) {
      throw new CommandException(
          what + " " + file + " has more than " + limit + " bytes, the limit");
    }
    return temporary(content, what);
  }

  /** A file with this content, for as long as this process lasts. */
  static Path temporary(byte[] content, String what) throws CommandException {
    try {
      Path file = Files.createTempFile("provelet-input-", ".bin");
      file.toFile().deleteOnExit();
      return Files.write(file, content);
    } catch (IOException e) {
      throw new CommandException(
          "cannot write " + what + " to a temporary file: " + e.getMessage(), e);
    }
  }

  private static CommandException unreadable(Path file, String what, IOException e) {
    return new CommandException("cannot read " + what + " " + file + ": " + e.getMessage(), e);
  }

  static byte[] readIfGiven(@Nullable Path file, String what) throws CommandException {
    return file == null ? new byte[0] : read(file, what, MAX_INPUT_BYTES);
  }
}
