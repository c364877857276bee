package dev.provelet.function.step;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How long each part of an attempt took. Parts may overlap. */
final class StepTimings {
  private final Map<Part, Long> nanos = new EnumMap<>(Part.class);

  enum Part {
    PULL,
    KEYS,
    TRANSLATE,
    LOAD,
    WORK,
    PUSH
  }

  /** Something that takes time and may fail. */
  @FunctionalInterface
  interface Task<T, E extends Exception> {
    T run() throws E;
  }

  <T, E extends Exception> T time(Part part, Task<T, E> task) throws E {
    long start = System.nanoTime();
    try {
      return task.run();
    } finally {
      add(part, System.nanoTime() - start);
    }
  }

  /** A part that may fail in several ways, timed until it is closed. */
  interface Span extends AutoCloseable {
    @Override
    void close();
  }

  Span span(Part part) {
    long start = System.nanoTime();
    return () -> add(part, System.nanoTime() - start);
  }

  synchronized Map<String, Long> millis() {
    Map<String, Long> millis = new TreeMap<>();
    nanos.forEach(
        (part, value) -> millis.put(part.name().toLowerCase(Locale.ROOT), value / 1_000_000));
    return millis;
  }

  private synchronized void add(Part part, long value) {
    nanos.merge(part, value, Long::sum);
  }
}
