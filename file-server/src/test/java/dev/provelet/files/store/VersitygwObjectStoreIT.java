package dev.provelet.files.store;

import static org.awaitility.Awaitility.await;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.files.Http;
import dev.provelet.files.S3ProxyResource;
import dev.provelet.files.S3ProxyServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The store that infra/compose.yaml has, with the options it gets there. Set PROVELET_VERSITYGW to
 * the program: {@code go install github.com/versity/versitygw/cmd/versitygw@v1.8.0}.
 */
@EnabledIfEnvironmentVariable(named = "PROVELET_VERSITYGW", matches = ".+")
class VersitygwObjectStoreIT extends ObjectStoreContract {
  private static final String BUCKET = "provelet";

  @SuppressWarnings("NullAway.Init")
  private static Process gateway;

  @SuppressWarnings("NullAway.Init")
  private static S3Client s3;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path data = Files.createDirectories(directory.resolve("data"));
    Path metadata = Files.createDirectories(directory.resolve("meta"));
    Files.createDirectory(data.resolve(BUCKET));
    ProcessBuilder builder =
        new ProcessBuilder(
                System.getenv("PROVELET_VERSITYGW"),
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
    builder.environment().put("ROOT_ACCESS_KEY", S3ProxyServer.IDENTITY);
    builder.environment().put("ROOT_SECRET_KEY", S3ProxyServer.CREDENTIAL);
    gateway = builder.start();
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(() -> Http.NOT_FOLLOWING.get(endpoint.resolve("/health")).statusCode() == 200);
    s3 = S3ProxyResource.client(endpoint);
  }

  @AfterAll
  static void stop() {
    s3.close();
    gateway.destroyForcibly();
  }

  @Override
  ObjectStore store() {
    return new S3ObjectStore(s3, BUCKET, Optional.empty());
  }

  @Override
  void publish(ArtifactKey key, byte[] content, String sha256Metadata) {
    S3ProxyResource.publish(s3, BUCKET, key, content, sha256Metadata);
  }
}
