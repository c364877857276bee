package dev.provelet.stage.testing;

import dev.provelet.stage.store.ObjectStore;
import dev.provelet.stage.store.S3ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3 server over a folder of its own, which can be cut off. */
public final class RealStore implements AutoCloseable {
  public static final String IDENTITY = "test-identity";
  public static final String CREDENTIAL = "test-credential";
  public static final String BUCKET = "provelet-test";

  private final S3Proxy proxy;
  private final TcpProxy gate;

  public RealStore() {
    try {
      Path parent = Path.of("target", "s3").toAbsolutePath();
      Files.createDirectories(parent);
      this.proxy = start(Files.createTempDirectory(parent, "store"));
      this.gate = new TcpProxy(proxy.getPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + gate.port());
  }

  /** Makes it unreachable. */
  public void cutOff() {
    gate.close();
  }

  /** Makes it reachable again, with what it had. */
  public void reconnect() {
    gate.reopen();
  }

  /** The store as the stage uses it, its bucket created. */
  public ObjectStore client() {
    S3Client s3 =
        S3Client.builder()
            .endpointOverride(endpoint())
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create(IDENTITY, CREDENTIAL)))
            .httpClient(
                ApacheHttpClient.builder()
                    .connectionTimeout(Duration.ofSeconds(2))
                    .socketTimeout(Duration.ofSeconds(10))
                    .build())
            .build();
    ObjectStore store = new S3ObjectStore(s3, BUCKET);
    store.prepare();
    return store;
  }

  @Override
  public void close() {
    gate.close();
    try {
      proxy.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static S3Proxy start(Path folder) {
    try {
      S3Proxy started =
          S3Proxy.builder()
              .endpoint(URI.create("http://127.0.0.1:0"))
              .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, IDENTITY, CREDENTIAL)
              .blobStore(new FilesystemNio2BlobStore(folder.toString()))
              .build();
      started.start();
      return started;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
