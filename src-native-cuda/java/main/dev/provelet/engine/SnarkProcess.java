package dev.provelet.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of {@code provelet-snark}: believes nothing that it writes, and leaves no process behind.
 */
final class SnarkProcess implements AutoCloseable {
  static final int MAX_LINE = 64 << 10;
  private static final int MAX_LINES = 10_000;
  private static final int STDERR_KEPT = 4 << 10;
  private static final int LINES_WAITING = 64;
  private static final long CHECK_INTERVAL_MILLIS = 100;
  private static final long SECONDS_TO_END = 30;
  private static final int SIGNALLED = 128;
  private static final int SIGKILL = 9;

  /** What a Rust program exits with that panicked. */
  private static final int PANICKED = 101;

  private final Process process;
  private final BlockingQueue<Read> lines = new ArrayBlockingQueue<>(LINES_WAITING);
  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
  private final Thread stderrReader;
  private final Thread lineReader;
  private @Nullable SnarkLine last;

  /** What the reader of the standard output hands over. */
  private sealed interface Read {
    record Line(String text) implements Read {}

    record End() implements Read {}

    record TooMuch(String what) implements Read {}
  }

  private SnarkProcess(Process process) {
    this.process = process;
    this.stderrReader = Thread.ofVirtual().name("snark-stderr").start(this::readErrors);
    this.lineReader = Thread.ofVirtual().name("snark-stdout").start(this::readLines);
  }

  /**
   * Blocks until it has ended. The process dies with the thread that calls this: it must be a
   * platform thread.
   *
   * @return the result that it wrote
   */
  static JsonNode run(List<String> command, SnarkWatch watch) throws EngineException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    // What a service is told in its environment, secrets among it, is not the child's business.
    builder.environment().clear();
    try (SnarkProcess running = new SnarkProcess(builder.start())) {
      return running.follow(watch);
    } catch (IOException e) {
      throw new EngineException(
          EngineStatus.UNAVAILABLE, "provelet-snark cannot be started: " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new EngineException(EngineStatus.CANCELLED, "interrupted");
    }
  }

  private JsonNode follow(SnarkWatch watch) throws EngineException, InterruptedException {
    while (true) {
      watch.check();
      switch (lines.poll(CHECK_INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
        case Read.Line(String text) -> take(text, watch);
        case Read.TooMuch(String what) -> throw fault("wrote " + what);
        case Read.End _ -> {
          return ended();
        }
        case null -> {
          // Nothing new.
        }
      }
    }
  }

  private void take(String text, SnarkWatch watch) throws EngineException {
    if (last != null) {
      throw fault("went on after its last line");
    }
    try {
      switch (SnarkLine.of(text)) {
        case SnarkLine.Phase(String phase, int done, int total) -> watch.phase(phase, done, total);
        case SnarkLine.Result result -> last = result;
        case SnarkLine.Failure failure -> last = failure;
      }
    } catch (IllegalArgumentException e) {
      throw fault("wrote a line that is " + e.getMessage() + ": " + shortened(text));
    }
  }

  private JsonNode ended() throws EngineException, InterruptedException {
    if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
      throw fault("closed its output and did not end");
    }
    int exit = process.exitValue();
    if (exit == 0 && last instanceof SnarkLine.Result(JsonNode result)) {
      return result;
    }
    if (last instanceof SnarkLine.Failure(int status, String message)) {
      throw new EngineException(status(status), message);
    }
    stderrReader.join();
    if (exit == SIGNALLED + SIGKILL) {
      throw new EngineException(
          EngineStatus.RESOURCE,
          "provelet-snark was killed (SIGKILL): most likely the memory ran out");
    }
    if (exit > SIGNALLED) {
      throw fault("died of signal " + (exit - SIGNALLED));
    }
    if (exit == PANICKED) {
      throw new EngineException(EngineStatus.PANIC, words("panicked"));
    }
    throw fault("ended with status " + exit + " and no last line");
  }

  /** A device that a child loses is not lost to this process. */
  private static EngineStatus status(int code) {
    EngineStatus status = EngineStatus.ofCode(code);
    return status == EngineStatus.BROKEN ? EngineStatus.ENGINE : status;
  }

  private EngineException fault(String what) {
    return new EngineException(EngineStatus.ENGINE, words(what));
  }

  private String words(String what) {
    String said = stderr().strip();
    return "provelet-snark " + what + (said.isEmpty() ? "" : "; its stderr: " + said);
  }

  private String stderr() {
    synchronized (stderr) {
      return stderr.toString(StandardCharsets.UTF_8);
    }
  }

  private static String shortened(String text) {
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }

  /** Reads on when enough is kept, or the process would wait for ever. */
  private void readErrors() {
    byte[] buffer = new byte[1024];
    try (InputStream in = process.getErrorStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        synchronized (stderr) {
          stderr.write(buffer, 0, Math.min(n, STDERR_KEPT - stderr.size()));
        }
      }
    } catch (IOException _) {
      // The process was ended.
    }
  }

  private void readLines() {
    try {
      lines.put(endOfLines());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Read endOfLines() throws InterruptedException {
    try (InputStream in = process.getInputStream()) {
      for (int count = 0; count < MAX_LINES; count++) {
        Optional<byte[]> line = line(in);
        if (line.isEmpty()) {
          return new Read.End();
        }
        if (line.get().length > MAX_LINE) {
          return new Read.TooMuch("a line of more than " + MAX_LINE + " bytes");
        }
        lines.put(new Read.Line(new String(line.get(), StandardCharsets.UTF_8)));
      }
      return new Read.TooMuch("more than " + MAX_LINES + " lines");
    } catch (IOException _) {
      // The process was ended.
      return new Read.End();
    }
  }

  /** The next line, or a part of it that is too long already; empty at the end. */
  private static Optional<byte[]> line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return Optional.empty();
    }
    while (next >= 0 && next != '\n' && line.size() <= MAX_LINE) {
      line.write(next);
      next = in.read();
    }
    return Optional.of(line.toByteArray());
  }

  @Override
  public void close() {
    process.destroyForcibly();
    // It may wait to hand over a line.
    lineReader.interrupt();
  }
}
