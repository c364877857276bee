package dev.provelet.stage.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.provelet.stage.StageConfig;
import dev.provelet.stage.submit.Rejection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Objects;

/**
 * Refuses bodies that say that they are too large before anything of them is read. Those that do
 * not say are cut off by the server's own limit.
 */
@Singleton
final class BodyLimits {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long FRAMING = 1 << 20;
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
    if (length.matches("[0-9]{1,18}") && Long.parseLong(length) <= limit) {
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
    try {
      var _ =
          request
              .response()
              .setStatusCode(TOO_LARGE)
              .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE.toString())
              // What is still to come is not read.
              .putHeader(HttpHeaders.CONNECTION, "close")
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
