package dev.provelet.function.scratch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** One attempt's files. Their names are ours, never a caller's. */
public final class Scratch implements AutoCloseable {
  private final Path directory;
  private final AtomicInteger files = new AtomicInteger();

  Scratch(Path directory) {
    this.directory = directory;
  }

  /** A path in it at which nothing is yet. */
  public Path file() {
    return directory.resolve("f" + files.incrementAndGet());
  }

  @Override
  public void close() {
    try {
      ScratchSpace.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
