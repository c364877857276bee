package dev.provelet.function.scratch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * This process's part of the scratch directory, marked as alive by a lock. What processes that died
 * left behind is swept when another opens.
 */
public final class ScratchSpace implements AutoCloseable {
  private static final String PREFIX = "function-";
  private static final String LOCK = "lock";

  private final Path directory;
  private final FileChannel lock;
  private final AtomicLong attempts = new AtomicLong();

  private ScratchSpace(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * @param root made if missing; may be shared by processes
   */
  public static ScratchSpace open(Path root) throws IOException {
    Files.createDirectories(root);
    Path own = Files.createTempDirectory(root, PREFIX);
    FileChannel lock =
        FileChannel.open(own.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock.tryLock() == null) {
      lock.close();
      throw new IOException("cannot lock " + own.resolve(LOCK));
    }
    sweep(root, own);
    return new ScratchSpace(own, lock);
  }

  /** An empty directory that goes, with all in it, when it is closed. */
  public Scratch attempt() throws IOException {
    return new Scratch(Files.createDirectory(directory.resolve("a" + attempts.incrementAndGet())));
  }

  private static void sweep(Path root, Path own) throws IOException {
    try (DirectoryStream<Path> others = Files.newDirectoryStream(root, PREFIX + "*")) {
      for (Path other : others) {
        if (!other.equals(own) && isAbandoned(other)) {
          delete(other);
        }
      }
    }
  }

  private static boolean isAbandoned(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (NoSuchFileException _) {
      // Being made, or half swept by another: the next start-up sees.
      return false;
    } catch (OverlappingFileLockException _) {
      return false;
    }
  }

  static void delete(Path tree) throws IOException {
    if (Files.notExists(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
              throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void close() {
    try (lock) {
      delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
