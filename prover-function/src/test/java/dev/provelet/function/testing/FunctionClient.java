package dev.provelet.function.testing;

import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionJson;
import dev.provelet.contract.function.Invocation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Invokes a function as stage-api does. */
public final class FunctionClient implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI base;

  public FunctionClient(URI base) {
    this.base = base;
  }

  /** All events up to the last. */
  public List<FunctionEvent> invoke(Invocation invocation) {
    try (Answer answer = start(invocation)) {
      List<FunctionEvent> events = new ArrayList<>();
      answer.forEach(events::add);
      return events;
    }
  }

  /** An answer whose events are read one by one. */
  public Answer start(Invocation invocation) {
    HttpResponse<InputStream> response =
        send(FunctionJson.write(invocation), BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new AssertionError("HTTP status " + response.statusCode());
    }
    return new Answer(response.body());
  }

  /** Whatever comes back to this body. */
  public HttpResponse<String> post(String body) {
    return send(body, BodyHandlers.ofString());
  }

  public HttpResponse<String> get(String path) {
    try {
      return http.send(HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private <T> HttpResponse<T> send(String body, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(
          HttpRequest.newBuilder(base.resolve("/v1/invoke"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(body))
              .build(),
          handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  /** The lines of an open request; closing it early is what a caller does that goes away. */
  public static final class Answer implements AutoCloseable {
    private final InputStream body;
    private final BufferedReader lines;

    Answer(InputStream body) {
      this.body = body;
      this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /** The next event; empty after the last. */
    public Optional<FunctionEvent> next() {
      try {
        return Optional.ofNullable(lines.readLine())
            .map(line -> FunctionJson.read(line, FunctionEvent.class));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The next event of this kind; empty if none comes. */
    public Optional<FunctionEvent> skipTo(Class<? extends FunctionEvent> kind) {
      Optional<FunctionEvent> event = next();
      while (event.isPresent() && !kind.isInstance(event.get())) {
        event = next();
      }
      return event;
    }

    /** Every event that is left. */
    public void forEach(Consumer<FunctionEvent> consumer) {
      for (Optional<FunctionEvent> e = next(); e.isPresent(); e = next()) {
        consumer.accept(e.get());
      }
    }

    @Override
    public void close() {
      try {
        body.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
