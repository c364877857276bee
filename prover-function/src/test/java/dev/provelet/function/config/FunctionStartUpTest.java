package dev.provelet.function.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FunctionStartUpTest {

  @Test
  void the_defaults_are_accepted() {
    assertThat(FunctionStartUp.check(config(Map.of())).faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "permits, 0, 1 to 64",
    "permits, 65, 1 to 64",
    "program-cache, 0, 1 to",
    "heartbeat, 6S, at most 5S",
    "heartbeat, 0S, above 0",
    "name, a b, letters",
    "allowed-hosts, http://files, host:port",
    "http.attempts, 0, 1 to 100",
    "http.idle-timeout, 0S, longer than 0",
    "http.connect-timeout, 0S, longer than 0",
    "limits.input, 3G, 2 GiB",
    "limits.stderr, 0, 1 byte",
  })
  void settings_that_cannot_work_are_named(String key, String value, String words) {
    FunctionConfig config = config(Map.of("provelet.function." + key, value));

    assertThat(FunctionStartUp.check(config).faults())
        .singleElement()
        .asString()
        .contains("provelet.function." + key, words);
  }

  private static FunctionConfig config(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("user.home", "/home/prover");
    all.put("java.io.tmpdir", "/tmp");
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withConverter(Duration.class, 100, new DurationConverter())
        .withConverter(MemorySize.class, 100, new MemorySizeConverter())
        .withMapping(FunctionConfig.class)
        .withSources(new PropertiesConfigSource(all, "test", 100))
        .build()
        .getConfigMapping(FunctionConfig.class);
  }
}
