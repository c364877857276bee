package dev.provelet.stage.store;

import dev.provelet.stage.testing.RealStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

@SuppressWarnings("NullAway.Init") // Set before all tests.
final class S3ObjectStoreIT extends ObjectStoreContract {
  private static RealStore server;
  private static ObjectStore store;
  private boolean away;

  @BeforeAll
  static void start() {
    server = new RealStore();
    store = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  ObjectStore store() {
    return store;
  }

  @Override
  void cutOff() {
    server.cutOff();
    away = true;
  }

  @AfterEach
  void reconnect() {
    if (away) {
      server.reconnect();
    }
  }
}
