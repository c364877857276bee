package dev.provelet.function.transfer;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.Artifact;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One object on its way into a file, hashed while it is written; knows how far it got, so that a
 * broken transfer goes on where it stopped.
 */
final class Download implements AutoCloseable {
  private final Artifact artifact;
  private final FileChannel file;
  private MessageDigest digest = Digest.sha256();
  private final AtomicLong received = new AtomicLong();
  private @Nullable Remainder current;
  private @Nullable IOException fileFault;
  private volatile long lastByte = System.nanoTime();

  Download(Artifact artifact, Path target) throws IOException {
    this.artifact = artifact;
    this.file =
        FileChannel.open(
            target,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
  }

  long received() {
    return received.get();
  }

  boolean complete() {
    return received.get() == artifact.size();
  }

  /**
   * @throws IOException if the file has another size than was written to it
   */
  synchronized boolean matches() throws IOException {
    if (file.size() != received.get()) {
      throw new IOException(
          "%d bytes were written to a file that has %d".formatted(received.get(), file.size()));
    }
    return complete() && Digest.ofHash(digest.digest()).equals(artifact.sha256());
  }

  /**
   * Whatever broke a transfer off, the file is not to blame for it.
   *
   * @throws IOException if it could not be written to
   */
  synchronized void checkFile() throws IOException {
    if (fileFault != null) {
      throw fileFault;
    }
  }

  /** For how long no byte has come, in nanoseconds. */
  long idleNanos() {
    return System.nanoTime() - lastByte;
  }

  void awake() {
    lastByte = System.nanoTime();
  }

  synchronized void restart() throws IOException {
    try {
      file.truncate(0);
    } catch (IOException e) {
      fileFault = e;
      throw e;
    }
    digest = Digest.sha256();
    received.set(0);
  }

  /** Takes a body that goes on where the last one ended. */
  synchronized BodySubscriber<@Nullable Void> subscriber() {
    current = new Remainder();
    return current;
  }

  /** What a transfer that was broken off still delivers is not part of the next one. */
  private synchronized void append(Remainder from, ByteBuffer bytes) throws IOException {
    if (from != current) {
      throw new IOException("broken off");
    }
    if (bytes.remaining() > artifact.size() - received.get()) {
      throw new OversizeException();
    }
    ByteBuffer written = bytes.duplicate();
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      fileFault = e;
      throw e;
    }
    // Only what is in the file counts: a full disk must not leave a short one that has the right
    // digest.
    digest.update(written.duplicate());
    received.addAndGet(written.remaining());
    lastByte = System.nanoTime();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** The object is larger than it was said to be. */
  static final class OversizeException extends IOException {
    OversizeException() {
      super("more bytes than expected");
    }
  }

  private final class Remainder implements BodySubscriber<@Nullable Void> {
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    @Override
    public CompletionStage<@Nullable Void> getBody() {
      return end;
    }

    @Override
    public void onSubscribe(Flow.Subscription upstream) {
      subscription = upstream;
      upstream.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      try {
        for (ByteBuffer buffer : buffers) {
          append(this, buffer);
        }
      } catch (IOException e) {
        end.completeExceptionally(e);
        if (subscription != null) {
          subscription.cancel();
        }
      }
    }

    @Override
    public void onError(Throwable e) {
      end.completeExceptionally(e);
    }

    @Override
    public void onComplete() {
      end.complete(null);
    }
  }
}
