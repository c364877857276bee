package dev.provelet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/**
 * What a step cost.
 *
 * @param peakKib the process's peak resident memory during the step
 */
record Measurement<T>(T value, double seconds, long peakKib) {
  private static final Path CLEAR_REFS = Path.of("/proc/self/clear_refs");
  private static final Path STATUS = Path.of("/proc/self/status");

  static <T> Measurement<T> of(Callable<T> step) throws Exception {
    // Resets VmHWM, see proc(5).
    Files.writeString(CLEAR_REFS, "5");
    long start = System.nanoTime();
    T value = step.call();
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Measurement<>(value, seconds, peak());
  }

  private static long peak() throws IOException {
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }

  T print(String name, String note) {
    System.out.printf("  %-34s %9.2f s %8.2f GiB  %s%n", name, seconds, peakKib / 1048576.0, note);
    return value;
  }
}
