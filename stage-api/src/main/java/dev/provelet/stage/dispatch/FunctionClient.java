package dev.provelet.stage.dispatch;

import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.FunctionEvent.Accepted;
import dev.provelet.contract.function.FunctionEvent.Done;
import dev.provelet.contract.function.FunctionEvent.Failed;
import dev.provelet.contract.function.FunctionEvent.InputsRead;
import dev.provelet.contract.function.FunctionJson;
import dev.provelet.contract.function.FunctionStatus;
import dev.provelet.contract.function.Invocation;
import dev.provelet.contract.function.Step;
import dev.provelet.stage.StageConfig;
import dev.provelet.stage.task.Outcome;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Speaks to prover functions: one invocation, one answer of many lines. */
@Singleton
class FunctionClient {
  private static final int OK = 200;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERRORS = 500;
  private static final int MAX_PROBLEM = 2000;
  private static final int MAX_STATUS = 1 << 16;
  private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(1);
  private static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(30);

  private final HttpClient http;
  private final ScheduledExecutorService watchdog;
  private final Duration silence;
  private final Duration largeSilence;

  /** Takes the events of a running attempt. */
  @FunctionalInterface
  interface Listener {
    /**
     * @return false to end the attempt
     * @throws IllegalArgumentException if the event cannot be
     */
    boolean on(FunctionEvent event);
  }

  @Inject
  FunctionClient(StageConfig config) {
    this.silence = config.dispatch().silence();
    this.largeSilence = config.dispatch().largeSilence();
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(config.dispatch().connectTimeout())
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    this.watchdog =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("function-silence").factory());
  }

  /**
   * Has a function do one attempt and waits for its end.
   *
   * @throws FunctionUnreachableException if there is no complete answer
   */
  Outcome invoke(
      URI function, Invocation invocation, Listener listener, AttemptCancellation cancellation)
      throws FunctionUnreachableException {
    HttpRequest request =
        HttpRequest.newBuilder(at(function, "/v1/invoke"))
            .timeout(silence)
            .header("Content-Type", "application/json")
            .header("Accept", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofString(FunctionJson.write(invocation)))
            .build();
    HttpResponse<InputStream> response = send(request, cancellation);
    try (EventReader lines = new EventReader(response.body())) {
      int status = response.statusCode();
      if (status >= SERVER_ERRORS) {
        throw new FunctionUnreachableException("the function answered " + status);
      }
      return switch (status) {
        case OK -> follow(lines, invocation, listener, cancellation);
        case TOO_MANY_REQUESTS -> new Outcome.Busy(retryAfter(response));
        default ->
            new Outcome.EngineFailed(
                "the function refused the invocation with " + status + ": " + text(response));
      };
    } catch (IOException e) {
      throw new FunctionUnreachableException("the connection to the function broke", e);
    }
  }

  /** Whether a function answers and goes on; it may be computing. */
  boolean answers(URI function) {
    return status(function)
        .filter(
            status ->
                switch (status.state()) {
                  case IDLE, COMPUTING -> true;
                  case ENDING -> false;
                })
        .isPresent();
  }

  /** What a function says of itself; empty if it does not answer as a function should. */
  Optional<FunctionStatus> status(URI function) {
    HttpRequest request =
        HttpRequest.newBuilder(at(function, "/v1/status")).timeout(silence).GET().build();
    try (InputStream body = send(request, new AttemptCancellation()).body()) {
      String json = new String(body.readNBytes(MAX_STATUS), StandardCharsets.UTF_8);
      return Optional.of(FunctionJson.read(json, FunctionStatus.class));
    } catch (FunctionUnreachableException | IOException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private Duration silence(Step step) {
    return switch (step) {
      case Step.Root _, Step.Snark _, Step.WrapEvm _ -> largeSilence;
      case Step.Execute _,
          Step.Split _,
          Step.Prove _,
          Step.Aggregate _,
          Step.Verify _,
          Step.VerifySnark _ ->
          silence;
    };
  }

  private Outcome follow(
      EventReader lines, Invocation invocation, Listener listener, AttemptCancellation cancellation)
      throws IOException, FunctionUnreachableException {
    cancellation.onCancel(() -> close(lines));
    boolean accepted = false;
    boolean read = false;
    boolean loaded = false;
    while (true) {
      Optional<FunctionEvent> event = nextWithin(silence(invocation.step()), lines);
      if (cancellation.cancelled()) {
        return new Outcome.Interrupted("the attempt was called off");
      }
      if (event.isEmpty()) {
        throw new FunctionUnreachableException("the function's answer ended in the middle");
      }
      boolean first = event.get() instanceof Accepted;
      if (first == accepted || (event.get() instanceof Accepted a && !about(invocation, a))) {
        return new Outcome.EngineFailed("the function's answer is not about what it was asked");
      }
      accepted = true;
      Optional<String> wrong = InputsCheck.objection(invocation.step(), event.get(), read, loaded);
      if (wrong.isPresent()) {
        return new Outcome.EngineFailed(wrong.get());
      }
      read |= event.get() instanceof InputsRead;
      loaded |= event.get() instanceof FunctionEvent.Loaded;
      switch (event.get()) {
        case Done done -> {
          return OutcomeReader.completed(done);
        }
        case Failed failed -> {
          return OutcomeReader.failed(failed);
        }
        case Accepted _,
            FunctionEvent.Heartbeat _,
            InputsRead _,
            FunctionEvent.Loaded _,
            FunctionEvent.Progress _,
            FunctionEvent.Working _,
            FunctionEvent.SegmentReady _ -> {
          if (!listener.on(event.get())) {
            return new Outcome.LeaseLost();
          }
        }
      }
    }
  }

  private Optional<FunctionEvent> nextWithin(Duration limit, EventReader lines) throws IOException {
    var alarm = watchdog.schedule(() -> close(lines), limit.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return lines.next();
    } finally {
      var _ = alarm.cancel(false);
    }
  }

  private HttpResponse<InputStream> send(HttpRequest request, AttemptCancellation cancellation)
      throws FunctionUnreachableException {
    CompletableFuture<HttpResponse<InputStream>> response =
        http.sendAsync(request, BodyHandlers.ofInputStream());
    cancellation.onCancel(() -> response.cancel(true));
    try {
      return response.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new FunctionUnreachableException("the function cannot be reached", cause);
    } catch (CancellationException e) {
      throw new FunctionUnreachableException("the attempt was called off", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FunctionUnreachableException("interrupted", e);
    }
  }

  private static boolean about(Invocation invocation, Accepted accepted) {
    return accepted.taskId().equals(invocation.taskId()) && accepted.fence() == invocation.fence();
  }

  private static URI at(URI function, String path) {
    return URI.create(function.toString().replaceAll("/+$", "") + path);
  }

  private static Duration retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("[0-9]{1,6}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .map(asked -> asked.compareTo(MAX_RETRY_AFTER) < 0 ? asked : MAX_RETRY_AFTER)
        .orElse(DEFAULT_RETRY_AFTER);
  }

  private static String text(HttpResponse<InputStream> response) throws IOException {
    return new String(response.body().readNBytes(MAX_PROBLEM), StandardCharsets.UTF_8);
  }

  private static void close(EventReader lines) {
    try {
      lines.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
