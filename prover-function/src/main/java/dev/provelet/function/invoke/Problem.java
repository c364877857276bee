package dev.provelet.function.invoke;

import dev.provelet.contract.function.FunctionJson;
import io.vertx.core.http.HttpServerResponse;

/**
 * An RFC 9457 answer.
 *
 * @param title what kind of refusal it is
 * @param detail what is wrong and what would be right
 */
record Problem(int status, String title, String detail) {
  void send(HttpServerResponse response) {
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "application/problem+json")
        .end(FunctionJson.write(this));
  }
}
