package dev.provelet.cli.command;

import dev.provelet.engine.SnarkWatch;
import java.io.PrintStream;

/** A line for each phase of a long step, with the seconds since its beginning. */
final class PhaseLines implements SnarkWatch {
  private final PrintStream out;
  private final long start = System.nanoTime();

  PhaseLines(PrintStream out) {
    this.out = out;
  }

  @Override
  public void phase(String phase, int done, int total) {
    out.printf("%6.1f s  %d/%d  %s%n", (System.nanoTime() - start) / 1e9, done, total, phase);
  }

  /** A user who wants no more ends this process, and the step ends with it. */
  @Override
  public void check() {}
}
