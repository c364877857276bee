package dev.provelet.stage.testing;

import dev.provelet.objectstore.testing.S3TestServer;
import dev.provelet.stage.SnarkConfig;
import dev.provelet.stage.StageConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The stage's settings for a test. */
public final class TestConfig {
  public static final String KEYS = "k1:" + "A".repeat(42) + "A=";

  private TestConfig() {}

  /** Quick in everything, and these functions. */
  public static StageConfig of(List<URI> functions) {
    Map<String, String> settings = new HashMap<>();
    settings.put("provelet.stage.capability-keys", KEYS);
    settings.put("provelet.stage.dispatch.poll-interval", "100ms");
    settings.put("provelet.stage.dispatch.lease", "3s");
    settings.put("provelet.stage.dispatch.connect-timeout", "2s");
    settings.put("provelet.stage.dispatch.silence", "2s");
    settings.put("provelet.stage.dispatch.large-silence", "2s");
    settings.put("provelet.stage.dispatch.large-lease", "3s");
    settings.put("provelet.stage.dispatch.longest-back-off", "1s");
    settings.put("provelet.stage.bucket", S3TestServer.BUCKET);
    for (int i = 0; i < functions.size(); i++) {
      settings.put("provelet.stage.functions[" + i + "].url", functions.get(i).toString());
    }
    return of(settings);
  }

  /** With exactly these settings. */
  public static StageConfig of(Map<String, String> settings) {
    return all(settings).getConfigMapping(StageConfig.class);
  }

  /** Of on-chain proofs, with exactly these settings. */
  public static SnarkConfig snark(Map<String, String> settings) {
    return all(settings).getConfigMapping(SnarkConfig.class);
  }

  private static SmallRyeConfig all(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withConverter(MemorySize.class, 200, new MemorySizeConverter())
        .withConverter(Duration.class, 200, new DurationConverter())
        .withMapping(StageConfig.class)
        .withMapping(SnarkConfig.class)
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .build();
  }
}
