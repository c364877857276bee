package dev.provelet.stage.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.provelet.stage.StageConfig;
import dev.provelet.stage.submit.Rejection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Objects;

/**
 * Refuses bodies that say that they are too large, or that they are compressed, before anything of
 * them is read. Those that do not say are cut off by the server's own limit.
 */
@Singleton
final class BodyLimits {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long FRAMING = 1 << 20;
  private static final int BAD_REQUEST = 400;
  private static final int TOO_LARGE = 413;
  private static final int EARLY = -1000;

  private final StageConfig.Limits limits;

  @Inject
  BodyLimits(StageConfig config) {
    this.limits = config.limits();
  }

  void register(@Observes Router router) {
    router.post("/v1/proofs").order(EARLY).handler(this::check).failureHandler(this::cutOff);
  }

  private void check(RoutingContext request) {
    String type = Objects.requireNonNullElse(request.request().getHeader("Content-Type"), "");
    String length = Objects.requireNonNullElse(request.request().getHeader("Content-Length"), "0");
    boolean json = type.startsWith("application/json");
    long limit = json ? limits.json().asLongValue() : multipart();
    String encoding = request.request().getHeader("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      refuse(
          request,
          BAD_REQUEST,
          new Rejection.Malformed(
              "Content-Encoding: %s is not undone here; send the body as it is"
                  .formatted(encoding)));
    } else if (length.matches("[0-9]{1,18}") && Long.parseLong(length) <= limit) {
      request.next();
    } else {
      refuse(request, json);
    }
  }

  private void cutOff(RoutingContext request) {
    if (request.statusCode() == TOO_LARGE && !request.response().headWritten()) {
      String type = Objects.requireNonNullElse(request.request().getHeader("Content-Type"), "");
      refuse(request, type.startsWith("application/json"));
    } else {
      request.next();
    }
  }

  private void refuse(RoutingContext request, boolean json) {
    Rejection rejection =
        json
            ? new Rejection.TooLarge(
                "the body", limits.json().asLongValue(), "provelet.stage.limits.json")
            : new Rejection.TooLarge(
                "the body", multipart(), "that is the sum of provelet.stage.limits");
    refuse(request, TOO_LARGE, rejection);
  }

  private static void refuse(RoutingContext request, int status, Rejection rejection) {
    if (request.request().version() != HttpVersion.HTTP_2) {
      // What is still to come is not read. HTTP/2 forbids the header, and its clients the answer.
      var _ = request.response().putHeader(HttpHeaders.CONNECTION, "close");
    }
    try {
      var _ =
          request
              .response()
              .setStatusCode(status)
              .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE.toString())
              .end(JSON.writeValueAsString(Problems.of(rejection)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private long multipart() {
    return limits.elf().asLongValue()
        + limits.stdin().asLongValue()
        + limits.publicInput().asLongValue()
        + FRAMING;
  }
}
