package dev.provelet.function.transfer;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.Artifact;
import dev.provelet.function.cancel.CancellationToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Pulls objects into files and believes only what has the size and the hash that the caller named.
 * A broken transfer is resumed; an object that arrives whole and wrong is pulled once more.
 */
final class Puller {
  private static final Digest OF_NOTHING = Digest.of(new byte[0]);
  private static final int WHOLE_PULLS = 2;
  private static final long MAX_REFUSAL_BYTES = 64 << 10;

  private final ObjectHttp http;
  private final Backoff backoff;
  private final Duration idleTimeout;

  Puller(ObjectHttp http, Backoff backoff, Duration idleTimeout) {
    this.http = http;
    this.backoff = backoff;
    this.idleTimeout = idleTimeout;
  }

  /**
   * @param limit in bytes: a larger object is refused without a pull
   * @throws TransferException if it is missing, damaged, too large or out of reach
   * @throws IOException if the file cannot be written
   */
  void pull(Artifact artifact, Path target, long limit, CancellationToken cancellation)
      throws IOException {
    if (artifact.size() > limit) {
      throw TransferException.object(
          artifact.name(),
          artifact.size() + " bytes are more than the " + limit + " that this function takes");
    }
    if (artifact.size() == 0) {
      if (!artifact.sha256().equals(OF_NOTHING)) {
        throw TransferException.object(artifact.name(), "its SHA-256 is not that of 0 bytes");
      }
      Files.createFile(target);
      return;
    }
    for (int pull = 1; pull <= WHOLE_PULLS; pull++) {
      try (Download download = new Download(artifact, target)) {
        if (arrives(artifact, download, cancellation) && download.matches()) {
          return;
        }
      }
    }
    throw TransferException.object(
        artifact.name(),
        "what the store holds has not the size and SHA-256 that it should have (pulled "
            + WHOLE_PULLS
            + " times)");
  }

  /**
   * @return false if the object ended early or late: it is another one
   */
  private boolean arrives(Artifact artifact, Download download, CancellationToken cancellation)
      throws IOException {
    String last = "";
    for (int attempt = 1; attempt <= backoff.attempts(); attempt++) {
      cancellation.check();
      try {
        int status = get(artifact, download, cancellation);
        if (status == 200 || status == 206) {
          return download.complete();
        }
        refuse(artifact, status);
        last = "HTTP status " + status;
      } catch (Download.OversizeException _) {
        return false;
      } catch (IOException e) {
        download.checkFile();
        last = reason(e);
      }
      if (download.complete()) {
        return true;
      }
      if (attempt < backoff.attempts()) {
        backoff.await(attempt, cancellation);
      }
    }
    throw TransferException.transport(
        artifact.name(),
        "could not be pulled in " + backoff.attempts() + " tries; the last one: " + last);
  }

  private int get(Artifact artifact, Download download, CancellationToken cancellation)
      throws IOException {
    long from = download.received();
    download.awake();
    HttpResponse<@Nullable Void> response =
        http.exchange(
            artifact.name(),
            artifact.url(),
            (url, hop) -> {
              HttpRequest.Builder request = HttpRequest.newBuilder(url).GET().timeout(idleTimeout);
              return (from > 0 ? request.header("Range", "bytes=" + from + "-") : request).build();
            },
            info -> body(info, from, download),
            () -> download.idleNanos() > idleTimeout.toNanos(),
            cancellation);
    return response.statusCode();
  }

  private static BodySubscriber<@Nullable Void> body(
      ResponseInfo info, long from, Download download) {
    boolean resumed =
        info.statusCode() == 206
            && info.headers()
                .firstValue("Content-Range")
                .filter(range -> range.startsWith("bytes " + from + "-"))
                .isPresent();
    if (resumed && from > 0) {
      return download.subscriber();
    }
    if (info.statusCode() == 200) {
      try {
        download.restart();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return download.subscriber();
    }
    return BodySubscribers.limiting(BodySubscribers.replacing(null), MAX_REFUSAL_BYTES);
  }

  private static void refuse(Artifact artifact, int status) {
    switch (status) {
      case 404, 410 ->
          throw TransferException.object(
              artifact.name(), "the store has no such object (HTTP status " + status + ")");
      case 401, 403 ->
          throw TransferException.transport(
              artifact.name(),
              "its URL is refused: expired, or not a capability for it (HTTP status "
                  + status
                  + ")");
      default -> {
        if (status < 500 && status != 408 && status != 429 && status != 416) {
          throw TransferException.transport(artifact.name(), "unexpected HTTP status " + status);
        }
      }
    }
  }

  static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
