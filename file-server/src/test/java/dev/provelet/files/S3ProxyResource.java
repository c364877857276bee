package dev.provelet.files;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.files.store.ObjectStore;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** An {@link S3ProxyServer} beside the application, with the application's bucket in it. */
public final class S3ProxyResource implements QuarkusTestResourceLifecycleManager {
  public static final String BUCKET = "provelet";

  private final S3ProxyServer server = new S3ProxyServer();

  @Override
  public Map<String, String> start() {
    server.start();
    try (S3Client s3 = client(server.endpoint())) {
      s3.createBucket(r -> r.bucket(BUCKET));
    }
    Map<String, String> config = new HashMap<>();
    config.put("quarkus.s3.endpoint-override", server.endpoint().toString());
    config.put("quarkus.s3.aws.credentials.type", "static");
    config.put("quarkus.s3.aws.credentials.static-provider.access-key-id", S3ProxyServer.IDENTITY);
    config.put(
        "quarkus.s3.aws.credentials.static-provider.secret-access-key", S3ProxyServer.CREDENTIAL);
    config.put("provelet.files.bucket", BUCKET);
    config.put("provelet.files.capability-keys", TestKeys.NEW + "," + TestKeys.OLD);
    config.put("provelet.files.max-put-size", "8M");
    config.put("provelet.files.public-url", "https://files.test/");
    config.put("provelet.files.readiness-cache", "0S");
    return config;
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(server, new TestInjector.MatchesType(S3ProxyServer.class));
  }

  @Override
  public void stop() {
    server.close();
  }

  /** Puts an object as a stage publishes it. */
  public static void publish(
      S3Client s3, String bucket, ArtifactKey key, byte[] content, String sha256) {
    s3.putObject(
        r ->
            r.bucket(bucket).key(key.value()).metadata(Map.of(ObjectStore.SHA256_METADATA, sha256)),
        RequestBody.fromBytes(content));
  }

  /** A client for an S3 server of a test, as a stage would have one. */
  public static S3Client client(URI endpoint) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(S3ProxyServer.IDENTITY, S3ProxyServer.CREDENTIAL)))
        .build();
  }
}
