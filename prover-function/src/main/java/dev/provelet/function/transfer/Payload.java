package dev.provelet.function.transfer;

import dev.provelet.contract.artifact.Digest;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;

/** What is pushed: from memory or from a file, as often as it takes. */
public final class Payload {
  private final Digest sha256;
  private final long size;
  private final Source source;

  private Payload(Digest sha256, long size, Source source) {
    this.sha256 = sha256;
    this.size = size;
    this.source = source;
  }

  public static Payload of(byte[] content) {
    return new Payload(
        Digest.of(content), content.length, () -> BodyPublishers.ofByteArray(content));
  }

  /** A file whose size and hash are known from its writing. */
  public static Payload of(Path file, Digest sha256, long size) {
    return new Payload(sha256, size, () -> BodyPublishers.ofFile(file));
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

  @FunctionalInterface
  private interface Source {
    BodyPublisher publisher() throws FileNotFoundException;
  }
}
