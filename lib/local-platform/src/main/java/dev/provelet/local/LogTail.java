package dev.provelet.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The last lines of a service's log, for the message that it did not start. */
public final class LogTail {
  private static final int LINES = 10;

  private LogTail() {}

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
