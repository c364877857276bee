package dev.provelet.objectstore;

import dev.provelet.objectstore.testing.S3TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Set PROVELET_VERSITYGW to the program: {@code go install
 * github.com/versity/versitygw/cmd/versitygw@v1.8.0}.
 */
@EnabledIfEnvironmentVariable(named = "PROVELET_VERSITYGW", matches = ".+")
@SuppressWarnings("NullAway.Init") // Set before all tests.
final class VersitygwObjectStoreIT extends S3Contract {
  private static S3TestServer server;

  @BeforeAll
  static void start() {
    server = S3TestServer.versitygw(System.getenv("PROVELET_VERSITYGW"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  S3TestServer server() {
    return server;
  }
}
