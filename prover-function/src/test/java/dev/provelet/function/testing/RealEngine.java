package dev.provelet.function.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The library, as {@code src-native-cuda/build} made it. */
public final class RealEngine implements QuarkusTestProfile {
  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "provelet.function.scratch", "target/scratch",
        "provelet.function.engine-dir", System.getProperty("provelet.engine.dir", ""),
        "quarkus.arc.exclude-types", FakeEngineProducer.class.getName());
  }
}
