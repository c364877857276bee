package dev.provelet.stage.http;

import dev.provelet.contract.api.Problem;
import dev.provelet.stage.StageConfig;
import dev.provelet.stage.submit.Rejection;
import dev.provelet.stage.submit.SizeLimits;
import dev.provelet.stage.submit.SizeLimits.Limit;
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
  private static final int BAD_REQUEST = 400;
  private static final int TOO_LARGE = 413;
  private static final int EARLY = -1000;

  private final SizeLimits limits;

  @Inject
  BodyLimits(StageConfig config) {
    this.limits = SizeLimits.of(config.limits());
  }

  void register(@Observes Router router) {
    router.post("/v1/proofs").order(EARLY).handler(this::check).failureHandler(this::cutOff);
  }

  private void check(RoutingContext request) {
    String type = Objects.requireNonNullElse(request.request().getHeader("Content-Type"), "");
    String length = Objects.requireNonNullElse(request.request().getHeader("Content-Length"), "0");
    Limit limit = limit(type);
    String encoding = request.request().getHeader("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      refuse(
          request,
          BAD_REQUEST,
          new Rejection.Malformed(
              "Content-Encoding: %s is not undone here; send the body as it is"
                  .formatted(encoding)));
    } else if (length.matches("[0-9]{1,18}") && Long.parseLong(length) <= limit.bytes()) {
      request.next();
    } else {
      refuse(request, TOO_LARGE, limit.exceeded());
    }
  }

  private void cutOff(RoutingContext request) {
    if (request.statusCode() == TOO_LARGE && !request.response().headWritten()) {
      String type = Objects.requireNonNullElse(request.request().getHeader("Content-Type"), "");
      refuse(request, TOO_LARGE, limit(type).exceeded());
    } else {
      request.next();
    }
  }

  private Limit limit(String type) {
    return type.startsWith("application/json") ? limits.json() : limits.form();
  }

  private static void refuse(RoutingContext request, int status, Rejection rejection) {
    if (request.request().version() != HttpVersion.HTTP_2) {
      // What is still to come is not read. HTTP/2 forbids the header, and its clients the answer.
      var _ = request.response().putHeader(HttpHeaders.CONNECTION, "close");
    }
    var _ =
        request
            .response()
            .setStatusCode(status)
            .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
            .end(Problems.of(rejection).json());
  }
}
