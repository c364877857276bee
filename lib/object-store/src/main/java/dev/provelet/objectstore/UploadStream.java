package dev.provelet.objectstore;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An upload's content as it is read, remembering whether it was the sender who failed: the client
 * that reads it reports that and a store's failure alike.
 */
final class UploadStream extends FilterInputStream {
  private final long size;
  private long remaining;
  private @Nullable IOException failure;

  /**
   * @param size bytes to come; fewer are a failure, more are not read
   */
  UploadStream(InputStream in, long size) {
    super(in);
    this.size = size;
    this.remaining = size;
  }

  /** Why the content broke off, if it did. */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  /**
   * The content for an attempt to send it: the first, or another while nothing has been read, as
   * after a connection that the store had closed meanwhile.
   *
   * @throws IllegalStateException if a part has been read, which cannot be had again
   */
  InputStream attempt() {
    if (remaining != size) {
      throw new IllegalStateException("a part of the content has been read");
    }
    return this;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (remaining == 0) {
      return -1;
    }
    int read;
    try {
      read = super.read(into, offset, (int) Math.min(length, remaining));
      if (read < 0) {
        throw new EOFException("the content lacks " + remaining + " bytes");
      }
    } catch (IOException e) {
      failure = e;
      throw e;
    }
    remaining -= read;
    return read;
  }

  /** The content belongs to the request that brings it, not to an attempt to pass it on. */
  @Override
  public void close() {}

  /** A second attempt could not send the same bytes. */
  @Override
  public boolean markSupported() {
    return false;
  }
}
