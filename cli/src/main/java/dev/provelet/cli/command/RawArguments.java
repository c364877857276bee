package dev.provelet.cli.command;

import dev.provelet.cli.CommandException;
import dev.provelet.cli.Provelet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes that this command was called with. Java decodes them by the locale and loses those that
 * are no text in it; Linux keeps them.
 *
 * @param all from the command's own first one on; empty if they cannot be had
 */
record RawArguments(List<byte[]> all) {
  private static final String SEPARATOR = "--";

  RawArguments {
    all = List.copyOf(all);
  }

  static RawArguments ofThisProcess() {
    try {
      return of(Files.readAllBytes(Path.of("/proc/self/cmdline")));
    } catch (IOException _) {
      return new RawArguments(List.of());
    }
  }

  /** Those behind the name of the class that was started. */
  static RawArguments of(byte[] commandLine) {
    List<byte[]> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < commandLine.length; i++) {
      if (commandLine[i] == 0) {
        parts.add(Arrays.copyOfRange(commandLine, start, i));
        start = i + 1;
      }
    }
    int command = parts.stream().map(RawArguments::text).toList().indexOf(Provelet.class.getName());
    return new RawArguments(command < 0 ? List.of() : parts.subList(command + 1, parts.size()));
  }

  /**
   * The values of an option.
   *
   * @param decoded as the parser found them
   */
  List<byte[]> option(String name, List<String> decoded) throws CommandException {
    List<byte[]> values = new ArrayList<>();
    for (int i = 0; i < all.size() && !text(all.get(i)).equals(SEPARATOR); i++) {
      String text = text(all.get(i));
      if (text.equals(name) && i + 1 < all.size()) {
        values.add(all.get(++i));
      } else if (text.startsWith(name + "=")) {
        values.add(Arrays.copyOfRange(all.get(i), name.length() + 1, all.get(i).length));
      }
    }
    return exact(values, decoded);
  }

  /** The last ones. */
  List<byte[]> trailing(List<String> decoded) throws CommandException {
    int from = Math.max(0, all.size() - decoded.size());
    return exact(all.subList(from, all.size()), decoded);
  }

  /** The bytes found if they are as many and read the same where both are plain text. */
  private static List<byte[]> exact(List<byte[]> found, List<String> decoded)
      throws CommandException {
    boolean same = found.size() == decoded.size();
    for (int i = 0; same && i < found.size(); i++) {
      same = !isPlain(decoded.get(i)) || decoded.get(i).equals(text(found.get(i)));
    }
    if (same) {
      return found;
    }
    for (String text : decoded) {
      if (text.indexOf('\ufffd') >= 0) {
        throw new CommandException(
            "'" + text + "' cannot be read as text in this locale; set LC_ALL=C.UTF-8");
      }
    }
    return decoded.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
