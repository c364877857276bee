package dev.provelet.function.transfer;

import dev.provelet.contract.function.FunctionEvent.Output;
import dev.provelet.function.cancel.CancellationToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Pushes objects, each once: the store is asked to refuse a second one of the same name. Where an
 * earlier try of the same push may have got through unheard, that refusal is the good news that it
 * did; an attempt at a task writes below its own fencing token, so nobody else can have been there.
 */
final class Pusher {
  private static final long MAX_ANSWER_BYTES = 64 << 10;

  /** Below that, asking first costs more than sending the body to a hop that redirects. */
  private static final long ASK_FIRST_BYTES = 64 << 10;

  /** The slowest transfer that is not taken for a stalled one. */
  private static final long SLOWEST_BYTES_PER_SECOND = 256 << 10;

  private final ObjectHttp http;
  private final Backoff backoff;
  private final Duration idleTimeout;

  Pusher(ObjectHttp http, Backoff backoff, Duration idleTimeout) {
    this.http = http;
    this.backoff = backoff;
    this.idleTimeout = idleTimeout;
  }

  /**
   * @param prefix ends in '/'
   * @throws TransferException if it cannot be pushed, or is there already
   * @throws IOException if it is to be read from a file, and cannot be or has changed
   */
  Output push(URI prefix, String name, Payload payload, CancellationToken cancellation)
      throws IOException {
    URI url = URI.create(prefix + name);
    boolean ask = payload.size() >= ASK_FIRST_BYTES;
    String last = "";
    for (int attempt = 1; attempt <= backoff.attempts(); attempt++) {
      cancellation.check();
      try {
        int status = put(name, url, payload, ask, cancellation);
        if (status >= 400) {
          payload.checkFile();
        }
        if (isPushed(name, status, attempt)) {
          return new Output(name, payload.sha256(), payload.size());
        }
        last = "HTTP status " + status;
      } catch (IOException e) {
        payload.checkFile();
        // Perhaps a server that never says "continue": it gets the body unasked.
        ask &= !(e instanceof HttpTimeoutException);
        last = Puller.reason(e);
      }
      if (attempt < backoff.attempts()) {
        backoff.await(attempt, cancellation);
      }
    }
    throw TransferException.transport(
        name, "could not be pushed in " + backoff.attempts() + " tries; the last one: " + last);
  }

  private int put(
      String name, URI url, Payload payload, boolean ask, CancellationToken cancellation)
      throws IOException {
    Duration patience = idleTimeout.plusSeconds(payload.size() / SLOWEST_BYTES_PER_SECOND);
    String digest = Base64.getEncoder().encodeToString(payload.sha256().bytes());
    HttpResponse<@Nullable Void> response =
        http.exchange(
            name,
            url,
            (hop, number) ->
                HttpRequest.newBuilder(hop)
                    .PUT(payload.publisher())
                    .header("Content-Type", "application/octet-stream")
                    .header("If-None-Match", "*")
                    .header("Content-Digest", "sha-256=:" + digest + ":")
                    // The same for a store that speaks S3: what is damaged on the way is refused.
                    .header("x-amz-checksum-sha256", digest)
                    .expectContinue(ask && number == 0)
                    .timeout(patience)
                    .build(),
            BodyHandlers.limiting(BodyHandlers.replacing(null), MAX_ANSWER_BYTES),
            () -> false,
            cancellation);
    return response.statusCode();
  }

  private static boolean isPushed(String name, int status, int attempt) {
    if (status >= 200 && status < 300) {
      return true;
    }
    if (status == 412) {
      if (attempt > 1) {
        return true;
      }
      throw TransferException.transport(
          name, "an object of this name is there already (HTTP status 412)");
    }
    if (status == 401 || status == 403) {
      throw TransferException.transport(
          name,
          "its URL is refused: expired, or not a capability for it (HTTP status " + status + ")");
    }
    // 409: another writer of the same name is under way, as some stores say.
    if (status < 500 && status != 408 && status != 409 && status != 429) {
      throw TransferException.transport(name, "unexpected HTTP status " + status);
    }
    return false;
  }
}
