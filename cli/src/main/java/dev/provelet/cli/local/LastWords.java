package dev.provelet.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a process that did not start said last. */
public final class LastWords {
  private static final int LINES = 10;

  private LastWords() {}

  /** The end of a log, to follow after a sentence; empty if there is no log. */
  public static String of(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      List<String> last = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
      return last.isEmpty() ? "" : ":\n  " + String.join("\n  ", last);
    } catch (IOException _) {
      return "";
    }
  }
}
