package dev.provelet.objectstore.testing;

import java.io.IOException;
import java.io.InputStream;

/** A connection that was reset. */
public final class BrokenInputStream extends InputStream {
  @Override
  public int read() throws IOException {
    throw new IOException("Connection reset");
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    return read();
  }
}
