package dev.provelet.files;

import dev.provelet.objectstore.testing.S3TestServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** Gives a started file server its object store and its settings. */
public final class FileServerResource implements QuarkusTestResourceLifecycleManager {
  private final S3TestServer server = S3TestServer.s3Proxy();

  @Override
  public Map<String, String> start() {
    Map<String, String> config = new HashMap<>();
    config.put("quarkus.s3.endpoint-override", server.endpoint().toString());
    config.put("quarkus.s3.aws.credentials.type", "static");
    config.put("quarkus.s3.aws.credentials.static-provider.access-key-id", S3TestServer.IDENTITY);
    config.put(
        "quarkus.s3.aws.credentials.static-provider.secret-access-key", S3TestServer.CREDENTIAL);
    config.put("provelet.files.bucket", S3TestServer.BUCKET);
    config.put("provelet.files.capability-keys", TestKeys.NEW + "," + TestKeys.OLD);
    config.put("provelet.files.max-put-size", "8M");
    config.put("provelet.files.public-url", "https://files.test/");
    config.put("provelet.files.readiness-cache", "0S");
    return config;
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(server, new TestInjector.MatchesType(S3TestServer.class));
  }

  @Override
  public void stop() {
    server.close();
  }
}
