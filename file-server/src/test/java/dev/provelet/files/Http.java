package dev.provelet.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The HTTP client of a function, and one that stops at a redirect. */
public final class Http {
  public static final Http FOLLOWING = new Http(Redirect.NORMAL, true);
  public static final Http NOT_FOLLOWING = new Http(Redirect.NEVER, true);

  /** Sends a body at once instead of asking first. */
  public static final Http WITHOUT_EXPECT = new Http(Redirect.NORMAL, false);

  private static final int MOST_TRIES = 3;
  private static final byte[] NOTHING = new byte[0];

  private final HttpClient client;
  private final boolean expect;

  private Http(Redirect redirect, boolean expect) {
    this.expect = expect;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(redirect)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }

  /**
   * @param headers names and values in turn
   */
  public HttpResponse<byte[]> get(URI url, String... headers) {
    return send("GET", url, NOTHING, headers);
  }

  public HttpResponse<byte[]> head(URI url, String... headers) {
    return send("HEAD", url, NOTHING, headers);
  }

  /** A PUT with the headers that the server asks for. */
  public HttpResponse<byte[]> put(URI url, byte[] body, String... more) {
    String[] headers = new String[more.length + 4];
    headers[0] = "Content-Type";
    headers[1] = "application/octet-stream";
    headers[2] = "If-None-Match";
    headers[3] = "*";
    System.arraycopy(more, 0, headers, 4, more.length);
    return send("PUT", url, body, headers);
  }

  /** A PUT that does not say its size. */
  public HttpResponse<byte[]> putChunked(URI url, byte[] body) {
    return send(
        HttpRequest.newBuilder(url)
            .headers("Content-Type", "application/octet-stream", "If-None-Match", "*")
            .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
  }

  public HttpResponse<byte[]> send(String method, URI url, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .expectContinue(expect && body.length > 0)
            .method(
                method,
                method.equals("PUT") ? BodyPublishers.ofByteArray(body) : BodyPublishers.noBody());
    return send(headers.length > 0 ? request.headers(headers) : request);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder builder) {
    HttpRequest request = builder.timeout(Duration.ofSeconds(20)).build();
    try {
      return send(request, MOST_TRIES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** S3Proxy may close a connection once it has refused a PUT on it, and does not say that. */
  private HttpResponse<byte[]> send(HttpRequest request, int tries)
      throws IOException, InterruptedException {
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (HttpTimeoutException e) {
      throw e;
    } catch (IOException e) {
      if (tries == 1) {
        throw e;
      }
      return send(request, tries - 1);
    }
  }

  public static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
