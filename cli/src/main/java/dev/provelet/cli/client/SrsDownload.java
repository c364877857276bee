package dev.provelet.cli.client;

import dev.provelet.cli.CommandException;
import dev.provelet.contract.artifact.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;

/** A ceremony's file on its way to the disk; gone when this is closed. */
public final class SrsDownload implements AutoCloseable {
  /** More than a file of 2^22 powers has. */
  public static final long MAX_BYTES = 1L << 30;

  private static final int BUFFER_BYTES = 1 << 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Path file;

  private SrsDownload(Path file) {
    this.file = file;
  }

  /**
   * @param directory where there is room for it
   */
  public static SrsDownload begin(Path directory) throws CommandException {
    try {
      return new SrsDownload(Files.createTempFile(directory, "srs-", ".partial"));
    } catch (IOException e) {
      throw new CommandException("cannot write to " + directory + ": " + e.getMessage(), e);
    }
  }

  public Path file() {
    return file;
  }

  /**
   * @param sha256 what it has to be
   */
  public void fetch(URI url, String sha256) throws CommandException, InterruptedException {
    try (HttpClient http =
        HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()) {
      HttpResponse<InputStream> response =
          http.send(
              HttpRequest.newBuilder(url).timeout(TIMEOUT).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != 200) {
          throw new CommandException(
              "cannot download " + url + ": status " + response.statusCode());
        }
        String actual = copy(body, url);
        if (!actual.equals(sha256)) {
          throw new CommandException(
              "what is at %s has SHA-256 %s, not %s".formatted(url, actual, sha256));
        }
      }
    } catch (IOException e) {
      throw new CommandException("cannot download " + url + ": " + e.getMessage(), e);
    }
  }

  private String copy(InputStream body, URI url) throws IOException, CommandException {
    MessageDigest digest = Digest.sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    long size = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        size += n;
        if (size > MAX_BYTES) {
          throw new CommandException(
              "what is at " + url + " has more than " + MAX_BYTES + " bytes: no such file");
        }
        out.write(buffer, 0, n);
        digest.update(buffer, 0, n);
      }
    }
    return Digest.ofHash(digest.digest()).hex();
  }

  @Override
  public void close() throws CommandException {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new CommandException("cannot delete " + file + ": " + e.getMessage(), e);
    }
  }
}
