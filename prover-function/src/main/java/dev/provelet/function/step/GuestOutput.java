package dev.provelet.function.step;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.function.transfer.Payload;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** What a guest writes to one descriptor, kept in a file and hashed as it comes. */
final class GuestOutput implements AutoCloseable {
  private final Path file;
  private final OutputStream stream;
  private final MessageDigest digest = Digest.sha256();
  private long size;

  GuestOutput(Path file) throws IOException {
    this.file = file;
    this.stream = Files.newOutputStream(file);
  }

  void write(byte[] data) throws IOException {
    stream.write(data);
    digest.update(data);
    size += data.length;
  }

  /** Everything written; nothing may be written afterwards. */
  Payload payload() throws IOException {
    stream.close();
    return Payload.of(file, Digest.ofHash(digest.digest()), size);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
