package dev.provelet.function.transfer;

import dev.provelet.function.cancel.CancellationToken;
import dev.provelet.function.cancel.CancelledException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * One exchange with the file server and, where it redirects, with the store. Redirects are followed
 * by hand: every hop is checked, and gets the same method, headers and body.
 */
final class ObjectHttp implements AutoCloseable {
  private static final int MAX_HOPS = 4;
  private static final Set<Integer> REDIRECTS = Set.of(307, 308);
  private static final long CHECK_INTERVAL_MILLIS = 50;

  private final HttpClient client;
  private final AllowedHosts hosts;

  ObjectHttp(Duration connectTimeout, AllowedHosts hosts) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connectTimeout)
            .build();
    this.hosts = hosts;
  }

  /**
   * @param artifact for messages
   * @param request the request to a URL; hop 0 is the capability's
   * @param stalled whether to give up although no error came
   * @throws TransferException if a hop is not allowed or there are too many
   */
  <T> HttpResponse<T> exchange(
      String artifact,
      URI start,
      Requests request,
      BodyHandler<T> body,
      BooleanSupplier stalled,
      CancellationToken cancellation)
      throws IOException {
    URI url = start;
    for (int hop = 0; hop < MAX_HOPS; hop++) {
      hosts.check(artifact, url);
      HttpRequest built = request.to(url, hop);
      HttpResponse<T> response = await(client.sendAsync(built, body), stalled, cancellation);
      if (!REDIRECTS.contains(response.statusCode())) {
        return response;
      }
      url = target(artifact, url, response);
    }
    throw TransferException.transport(artifact, "more than " + MAX_HOPS + " redirects");
  }

  private static URI target(String artifact, URI from, HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Location")
        .map(
            location -> {
              try {
                return from.resolve(location);
              } catch (IllegalArgumentException _) {
                throw TransferException.transport(
                    artifact, "a redirect to something that is no URL");
              }
            })
        .orElseThrow(() -> TransferException.transport(artifact, "a redirect without a target"));
  }

  private static <T> HttpResponse<T> await(
      CompletableFuture<HttpResponse<T>> response,
      BooleanSupplier stalled,
      CancellationToken cancellation)
      throws IOException {
    try {
      while (true) {
        try {
          return response.get(CHECK_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
          cancellation.check();
          if (stalled.getAsBoolean()) {
            throw new HttpTimeoutException("no byte moved for too long");
          }
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancelledException("interrupted");
    } finally {
      // Does nothing to what has completed; aborts the exchange otherwise.
      response.cancel(true);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  /** Makes the request of one hop. */
  @FunctionalInterface
  interface Requests {
    HttpRequest to(URI url, int hop) throws IOException;
  }
}
