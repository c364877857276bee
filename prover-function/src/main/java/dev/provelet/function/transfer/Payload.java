package dev.provelet.function.transfer;

import dev.provelet.contract.artifact.Digest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What is pushed: from memory or from a file, as often as it takes. */
public final class Payload {
  private final Digest sha256;
  private final long size;
  private final Source source;
  private final @Nullable Path file;

  private Payload(Digest sha256, long size, Source source, @Nullable Path file) {
    this.sha256 = sha256;
    this.size = size;
    this.source = source;
    this.file = file;
  }

  public static Payload of(byte[] content) {
    return new Payload(
        Digest.of(content), content.length, () -> BodyPublishers.ofByteArray(content), null);
  }

  /** A file whose size and hash are known from its writing. */
  public static Payload of(Path file, Digest sha256, long size) {
    return new Payload(sha256, size, () -> BodyPublishers.ofFile(file), file);
  }

  Digest sha256() {
    return sha256;
  }

  long size() {
    return size;
  }

  BodyPublisher publisher() throws FileNotFoundException {
    return size == 0 ? BodyPublishers.noBody() : source.publisher();
  }

  /**
   * Whatever went wrong with a push, the file is not to blame for it.
   *
   * @throws IOException if it is not what was written to it, or cannot be read
   */
  void checkFile() throws IOException {
    if (file == null) {
      return;
    }
    try (InputStream content = Files.newInputStream(file)) {
      if (!Digest.of(content).equals(sha256)) {
        throw new IOException(
            "a file to which %d bytes were written has %d and is no longer what was written"
                .formatted(size, Files.size(file)));
      }
    }
  }

  @FunctionalInterface
  private interface Source {
    BodyPublisher publisher() throws FileNotFoundException;
  }
}
