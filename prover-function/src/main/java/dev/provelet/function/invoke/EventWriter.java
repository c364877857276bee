package dev.provelet.function.invoke;

import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionJson;
import dev.provelet.function.step.Interval;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;

/**
 * An answer of JSON lines, each sent as soon as it is written. Everything happens on the response's
 * own event loop, so that lines of several threads neither mix nor change their order.
 */
final class EventWriter {
  private final Vertx vertx;
  private final Context context;
  private final HttpServerResponse response;
  private final Interval silence;
  private final long timer;
  private boolean ended;

  /** Must be called on the response's event loop. */
  EventWriter(Vertx vertx, HttpServerResponse response, Duration heartbeat) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.response = response;
    this.silence = new Interval(heartbeat.dividedBy(2), System::nanoTime);
    response.setChunked(true).putHeader("Content-Type", "application/x-ndjson");
    // Twice as often as promised, so that a beat just missed is not late.
    this.timer = vertx.setPeriodic(Math.max(1, heartbeat.toMillis() / 2), _ -> beat());
  }

  /** From any thread. */
  void emit(FunctionEvent event) {
    String line = FunctionJson.write(event) + "\n";
    context.runOnContext(_ -> write(line));
  }

  /** From any thread. */
  void end(FunctionEvent event) {
    String line = FunctionJson.write(event) + "\n";
    context.runOnContext(
        _ -> {
          if (!ended) {
            write(line);
            stop();
            if (!response.closed()) {
              response.end();
            }
          }
        });
  }

  /** Whether the last line has been written; on the event loop. */
  boolean ended() {
    return ended;
  }

  /** Nobody reads any more; on the event loop. */
  void abandon() {
    stop();
  }

  private void stop() {
    ended = true;
    vertx.cancelTimer(timer);
  }

  private void beat() {
    if (silence.elapsed()) {
      write(FunctionJson.write(new FunctionEvent.Heartbeat()) + "\n");
    }
  }

  private void write(String line) {
    if (!ended && !response.closed()) {
      silence.restart();
      response.write(line);
    }
  }
}
