package dev.provelet.cli.command;

import dev.provelet.cli.client.ProofView;
import java.io.PrintStream;
import java.time.Duration;

/** A proof's progress: one line that is written over on a terminal, a line a change otherwise. */
final class ProgressBar {
  static final Duration INTERVAL = Duration.ofMillis(300);
  private static final int WIDTH = 24;
  private final PrintStream out;
  private final boolean terminal;
  private final long start = System.nanoTime();
  private String last = "";

  ProgressBar(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void begin(ProofView proof) {
    out.println("proof " + proof.id());
  }

  void show(ProofView proof) {
    String what = proof.progressText();
    if (terminal) {
      int filled = WIDTH * proof.percent() / 100;
      out.printf(
          "\r\033[K[%s%s] %3d %%  %s  %s",
          "#".repeat(filled),
          "-".repeat(WIDTH - filled),
          proof.percent(),
          what,
          eta(proof.percent()));
      out.flush();
    } else if (!what.equals(last)) {
      out.printf("%6.1f s  %3d %%  %s%n", seconds(), proof.percent(), what);
      last = what;
    }
  }

  void end(ProofView proof) {
    if (terminal) {
      out.print("\r\033[K");
    }
    out.printf("%s after %.1f s%n", proof.succeeded() ? "done" : "failed", seconds());
  }

  /** By rule of three from the percentage: nothing better is known. */
  private String eta(int percent) {
    if (percent < 5 || percent >= 100) {
      return "";
    }
    return "about %.0f s left".formatted(seconds() * (100 - percent) / percent);
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }
}
