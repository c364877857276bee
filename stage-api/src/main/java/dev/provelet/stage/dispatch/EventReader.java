package dev.provelet.stage.dispatch;

import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionJson;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads a function's answer, one event a line; a line has a greatest length. */
final class EventReader implements AutoCloseable {
  private final InputStream body;
  private final BufferedInputStream bytes;

  EventReader(InputStream body) {
    this.body = body;
    this.bytes = new BufferedInputStream(body);
  }

  /**
   * The next event; empty at the end of the answer.
   *
   * @throws IOException if the connection broke
   * @throws IllegalArgumentException if the line is no event
   */
  Optional<FunctionEvent> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = bytes.read(); b != '\n'; b = bytes.read()) {
      if (b < 0) {
        // What comes before a break of the connection is not believed.
        return Optional.empty();
      }
      if (line.size() == FunctionJson.MAX_LINE) {
        throw new IllegalArgumentException(
            "a line of the answer is longer than " + FunctionJson.MAX_LINE + " bytes");
      }
      line.write(b);
    }
    return Optional.of(
        FunctionJson.read(line.toString(StandardCharsets.UTF_8), FunctionEvent.class));
  }

  /** May be called by another thread, which ends a {@link #next} that waits. */
  @Override
  public void close() throws IOException {
    body.close();
  }
}
