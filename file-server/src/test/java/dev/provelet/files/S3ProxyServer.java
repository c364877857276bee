package dev.provelet.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;

/** A real S3 server over a temporary directory, which can go away and come back. */
public final class S3ProxyServer implements AutoCloseable {
  public static final String IDENTITY = "local-identity";
  public static final String CREDENTIAL = "local-credential";

  private final Path directory;
  private final int port;
  private @Nullable S3Proxy proxy;

  public S3ProxyServer() {
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
      directory = Files.createTempDirectory("s3proxy");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public S3ProxyServer start() {
    try {
      S3Proxy started =
          S3Proxy.builder()
              .endpoint(endpoint())
              .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, IDENTITY, CREDENTIAL)
              .blobStore(new FilesystemNio2BlobStore(directory.toString()))
              .build();
      started.start();
      proxy = started;
      return this;
    } catch (Exception e) {
      throw new IllegalStateException("S3Proxy does not start", e);
    }
  }

  @Override
  public void close() {
    S3Proxy running = proxy;
    proxy = null;
    if (running != null) {
      try {
        running.stop();
      } catch (Exception e) {
        throw new IllegalStateException("S3Proxy does not stop", e);
      }
    }
  }
}
