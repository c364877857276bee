package dev.provelet.objectstore;

import dev.provelet.objectstore.testing.S3TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@SuppressWarnings("NullAway.Init") // Set before all tests.
final class S3ProxyObjectStoreIT extends S3Contract {
  private static S3TestServer server;

  @BeforeAll
  static void start() {
    server = S3TestServer.s3Proxy();
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
