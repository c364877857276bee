package dev.provelet.objectstore.testing;

import static org.awaitility.Awaitility.await;

import dev.provelet.local.EmbeddedObjectStore;
import dev.provelet.local.LocalPlatformException;
import dev.provelet.objectstore.ObjectStore;
import dev.provelet.objectstore.S3ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3 server with one bucket in a directory of its own. It can be cut off. */
public final class S3TestServer implements AutoCloseable {
  public static final String IDENTITY = "test-identity";
  public static final String CREDENTIAL = "test-credential";
  public static final String BUCKET = "provelet-test";

  private final TcpProxy proxy;
  private final AutoCloseable server;

  private S3TestServer(int port, AutoCloseable server) {
    this.proxy = new TcpProxy(port);
    this.server = server;
    store().createBucket();
  }

  /** S3Proxy, as a local platform has it. */
  public static S3TestServer s3Proxy() {
    try {
      EmbeddedObjectStore started = EmbeddedObjectStore.start(directory(), IDENTITY, CREDENTIAL);
      return new S3TestServer(started.endpoint().getPort(), started);
    } catch (LocalPlatformException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The server of infra/compose.yaml, with the options that it has there.
   *
   * @param program {@code go install github.com/versity/versitygw/cmd/versitygw@v1.8.0}
   */
  public static S3TestServer versitygw(String program) {
    try {
      Path directory = directory();
      Path data = Files.createDirectory(directory.resolve("data"));
      Path metadata = Files.createDirectory(directory.resolve("meta"));
      int port = freePort();
      ProcessBuilder builder =
          new ProcessBuilder(
                  program,
                  "--port",
                  "127.0.0.1:" + port,
                  "--health",
                  "/health",
                  "posix",
                  "--sidecar",
                  metadata.toString(),
                  data.toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile());
      builder.environment().put("ROOT_ACCESS_KEY", IDENTITY);
      builder.environment().put("ROOT_SECRET_KEY", CREDENTIAL);
      Process process = builder.start();
      URI health = URI.create("http://127.0.0.1:" + port + "/health");
      await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> answers(health));
      return new S3TestServer(port, process::destroyForcibly);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.port());
  }

  /** Makes it unreachable. */
  public void cutOff() {
    proxy.cutOff();
  }

  /** Makes it reachable again, with what it had. */
  public void reconnect() {
    proxy.reconnect();
  }

  /** The store as a service uses it. */
  public ObjectStore store() {
    return new S3ObjectStore(client(), BUCKET);
  }

  /** A client with the server's credentials. */
  public S3Client client() {
    return client(endpoint());
  }

  /** A client with these credentials, of any server. */
  public static S3Client client(URI endpoint) {
    return S3Client.builder()
        .endpointOverride(endpoint)
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
  }

  @Override
  public void close() {
    proxy.close();
    try {
      server.close();
    } catch (Exception e) {
      throw new IllegalStateException("the S3 server does not stop", e);
    }
  }

  private static Path directory() throws IOException {
    Path parent = Files.createDirectories(Path.of("target", "s3").toAbsolutePath());
    return Files.createTempDirectory(parent, "store");
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private static boolean answers(URI health) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
    return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
  }
}
