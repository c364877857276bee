package dev.provelet.function.invoke;

import dev.provelet.contract.api.Problem;
import dev.provelet.contract.function.FunctionEvent;
import dev.provelet.contract.function.Invocation;
import dev.provelet.engine.Engine;
import dev.provelet.function.config.FunctionConfig;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Objects;

/**
 * {@code POST /v1/invoke}: one attempt at one task, answered with a stream of {@link
 * FunctionEvent}s. A plain route rather than a REST resource, because the answer's lines and the
 * caller's going away are what it is about.
 */
@Singleton
final class InvokeRoute {
  private static final String PATH = "/v1/invoke";
  private static final long MAX_BODY = 1 << 20;
  private static final String RETRY_AFTER_SECONDS = "1";

  private final InvocationExecutor executor;
  private final FunctionConfig config;
  private final String engineVersion;

  @Inject
  InvokeRoute(InvocationExecutor executor, FunctionConfig config, Engine engine) {
    this.executor = executor;
    this.config = config;
    this.engineVersion = engine.describe().engineVersion();
  }

  void register(@Observes Router router) {
    router
        .post(PATH)
        .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY))
        .handler(this::invoke)
        .failureHandler(this::fail);
  }

  private void invoke(RoutingContext request) {
    HttpServerResponse response = request.response();
    Invocation invocation;
    try {
      invocation = InvocationReader.read(Objects.requireNonNullElse(request.body().asString(), ""));
    } catch (IllegalArgumentException e) {
      send(
          Problem.of(
              "malformed-invocation", "Malformed invocation", 400, String.valueOf(e.getMessage())),
          response);
      return;
    }
    switch (executor.admit(invocation)) {
      case Admission.Admitted(AdmittedInvocation attempt) ->
          run(attempt, new EventWriter(request.vertx(), response, config.heartbeat()), response);
      case Admission.Busy _ -> {
        response.putHeader("Retry-After", RETRY_AFTER_SECONDS);
        send(
            Problem.of(
                "busy",
                "Busy",
                429,
                "every device of this function is in use; try another function"),
            response);
      }
      case Admission.Ending(String why) ->
          send(Problem.of("ending", "Ending", 503, why + "; try another function"), response);
    }
  }

  private void run(AdmittedInvocation attempt, EventWriter lines, HttpServerResponse response) {
    // HTTP/1.1 says it by closing the connection, HTTP/2 by resetting the stream.
    response.closeHandler(_ -> callerWentAway(attempt, lines));
    response.exceptionHandler(_ -> callerWentAway(attempt, lines));
    Invocation invocation = attempt.invocation();
    lines.emit(
        new FunctionEvent.Accepted(
            invocation.taskId(), invocation.fence(), config.name(), engineVersion));
    executor.start(attempt, lines::emit, lines::end);
  }

  private static void callerWentAway(AdmittedInvocation attempt, EventWriter lines) {
    if (!lines.ended()) {
      lines.abandon();
      attempt.cancellation().cancel("the caller went away");
    }
  }

  private void fail(RoutingContext request) {
    if (request.response().headWritten()) {
      request.request().connection().close();
    } else if (request.statusCode() == 413) {
      send(
          Problem.of(
                  "invocation-too-large",
                  "Invocation too large",
                  413,
                  "an invocation has at most " + MAX_BODY + " bytes")
              .limitedTo(MAX_BODY),
          request.response());
    } else {
      send(
          Problem.of("internal-error", "Internal error", 500, "the function's log says more"),
          request.response());
    }
  }

  private static void send(Problem problem, HttpServerResponse response) {
    response
        .setStatusCode(problem.status())
        .putHeader("Content-Type", Problem.MEDIA_TYPE)
        .end(problem.json());
  }
}
