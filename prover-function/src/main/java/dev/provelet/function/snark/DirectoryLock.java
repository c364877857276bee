package dev.provelet.function.snark;

import dev.provelet.function.cancel.CancellationToken;
import dev.provelet.function.cancel.CancelledException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Lets one attempt at a time, of all functions on this machine, change a directory. */
final class DirectoryLock {
  private static final String FILE = ".lock";
  private static final long CHECK_INTERVAL_MILLIS = 100;

  private final ReentrantLock here = new ReentrantLock();
  private final Path directory;

  /**
   * @param directory must exist when it is locked
   */
  DirectoryLock(Path directory) {
    this.directory = directory;
  }

  /** Waits for its turn. */
  Held hold(CancellationToken cancellation) throws IOException {
    try {
      while (!here.tryLock(CHECK_INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
        cancellation.check();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CancelledException("interrupted");
    }
    Held held = new Held();
    try {
      held.lockFile(cancellation);
      return held;
    } catch (IOException | RuntimeException e) {
      held.close();
      throw e;
    }
  }

  /** The turn; over when it is closed. */
  final class Held implements AutoCloseable {
    private @Nullable FileChannel file;

    private void lockFile(CancellationToken cancellation) throws IOException {
      FileChannel channel =
          FileChannel.open(
              directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      file = channel;
      FileLock lock = channel.tryLock();
      while (lock == null) {
        cancellation.check();
        pause();
        lock = channel.tryLock();
      }
    }

    private static void pause() {
      try {
        Thread.sleep(CHECK_INTERVAL_MILLIS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        throw new CancelledException("interrupted");
      }
    }

    @Override
    public void close() throws IOException {
      try {
        if (file != null) {
          file.close();
        }
      } finally {
        here.unlock();
      }
    }
  }
}
