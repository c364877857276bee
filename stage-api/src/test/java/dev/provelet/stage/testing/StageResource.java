package dev.provelet.stage.testing;

import dev.provelet.contract.snark.Setup;
import dev.provelet.objectstore.testing.S3TestServer;
import dev.provelet.objectstore.testing.TcpProxy;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/** Gives a started stage its database, its store and one function. */
public final class StageResource implements QuarkusTestResourceLifecycleManager {
  /** A stage whose operator has configured a key set. */
  public static final class OnChain implements QuarkusTestProfile {
    /** Where the verifier is deployed. */
    public static final String ADDRESS = "0x00000000000000000000000000000000000000aA";

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "provelet.snark.key-set", KEY_SET.id().hex(), "provelet.snark.addresses.1", ADDRESS);
    }
  }

  /** Lies in the store; {@link OnChain} configures it. */
  public static final FakeKeySet KEY_SET = FakeKeySet.of(Setup.CEREMONY);

  private final S3TestServer store = S3TestServer.s3Proxy();
  private final FakeFunction function = new FakeFunction("fake", store.store());
  private final TcpProxy databaseProxy;
  private final String database;

  public StageResource() {
    String url = RealDatabase.create();
    int at = url.lastIndexOf(':') + 1;
    int slash = url.indexOf('/', at);
    this.databaseProxy = new TcpProxy(Integer.parseInt(url.substring(at, slash)));
    this.database = url.substring(0, at) + databaseProxy.port() + url.substring(slash);
  }

  @Override
  public Map<String, String> start() {
    function.large(true);
    var _ = KEY_SET.putInto(store.store());
    Map<String, String> settings = new HashMap<>();
    settings.put("quarkus.datasource.jdbc.url", database);
    settings.put("quarkus.datasource.username", "root");
    settings.put("quarkus.datasource.jdbc.acquisition-timeout", "1S");
    settings.put("quarkus.s3.endpoint-override", store.endpoint().toString());
    settings.put("quarkus.s3.aws.credentials.static-provider.access-key-id", S3TestServer.IDENTITY);
    settings.put(
        "quarkus.s3.aws.credentials.static-provider.secret-access-key", S3TestServer.CREDENTIAL);
    settings.put("provelet.stage.bucket", S3TestServer.BUCKET);
    settings.put("provelet.stage.readiness-cache", "0s");
    settings.put("provelet.stage.capability-keys", TestConfig.KEYS);
    settings.put("provelet.stage.functions[0].url", function.url().toString());
    settings.put("provelet.stage.functions[0].slots", "4");
    settings.put("provelet.stage.public-file-server", "http://files.example");
    settings.put("provelet.stage.dispatch.poll-interval", "200ms");
    settings.put("provelet.stage.limits.public-input", "1M");
    settings.put("provelet.stage.limits.json", "4M");
    settings.put("provelet.stage.events.keep-alive", "300ms");
    return settings;
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(databaseProxy, new TestInjector.MatchesType(TcpProxy.class));
    injector.injectIntoFields(store, new TestInjector.MatchesType(S3TestServer.class));
    injector.injectIntoFields(function, new TestInjector.MatchesType(FakeFunction.class));
  }

  @Override
  public void stop() {
    function.close();
    databaseProxy.close();
    store.close();
  }
}
