package dev.provelet.stage.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.stage.StageConfig;
import dev.provelet.stage.testing.TestConfig;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StageStartUpTest {
  private static final Map<String, String> WORKING =
      Map.of(
          "provelet.stage.capability-keys",
          TestConfig.KEYS,
          "provelet.stage.functions[0].url",
          "http://127.0.0.1:8091");

  @Test
  void settings_that_work_are_accepted() {
    assertThat(faults(Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "provelet.stage.capability-keys | | capability-keys: missing",
        "provelet.stage.capability-keys | k1:c2hvcnQ= | at least 32",
        "provelet.stage.capability-keys | secretsecretsecretsecretsecretsecret | write id:base64",
        "provelet.stage.functions[0].url | ftp://127.0.0.1 | http or https URL",
        "provelet.stage.functions[0].slots | 0 | slots: 1 to",
        "provelet.stage.file-server | files | http or https URL",
        "provelet.stage.public-file-server | /files | http or https URL",
        "provelet.stage.dispatch.lease | 1s | lease: at least 3 seconds",
        "provelet.stage.dispatch.large-lease | 20s | large-lease: not shorter than",
        "provelet.stage.dispatch.large-silence | 3m | large-lease: not shorter than",
        "provelet.stage.bucket | No | is none",
        "provelet.stage.limits.elf | 0 | 1 byte to 2 GiB",
        "provelet.stage.limits.stdin | 2G | 1 byte to 2 GiB",
        "provelet.stage.limits.stdin | 2000M | together at most 2 GiB",
        "provelet.stage.capability-validity | 10s | not shorter than",
      })
  void settings_that_cannot_work_are_named(String setting, String value, String words) {
    // Given
    Map<String, String> change = new HashMap<>();
    change.put(setting, value == null ? "" : value);
    // When
    List<String> faults = faults(change);
    // Then
    assertThat(faults).anyMatch(fault -> fault.contains(words));
    assertThat(faults).noneMatch(fault -> fault.contains("secretsecret"));
  }

  @Test
  void without_functions_there_is_nothing_to_dispatch_to() {
    assertThat(faults(TestConfig.of(Map.of()), Map.of()))
        .anyMatch(fault -> fault.contains("functions: empty"));
  }

  @ParameterizedTest
  @CsvSource({
    "quarkus.http.limits.max-body-size, 144M",
    "quarkus.http.limits.max-form-attribute-size, 63M",
    "quarkus.grpc.server.max-inbound-message-size, 1000000",
  })
  void a_server_that_would_cut_off_what_the_limits_allow_is_refused(String setting, String value) {
    assertThat(faults(TestConfig.of(WORKING), Map.of(setting, value)))
        .singleElement()
        .asString()
        .contains("provelet.stage.limits", setting, "set it to at least");
  }

  private static List<String> faults(Map<String, String> change) {
    Map<String, String> settings = new HashMap<>(WORKING);
    settings.putAll(change);
    return faults(TestConfig.of(settings), Map.of());
  }

  private static List<String> faults(StageConfig config, Map<String, String> server) {
    Config all =
        new SmallRyeConfigBuilder()
            .withConverter(MemorySize.class, 200, new MemorySizeConverter())
            .withSources(new PropertiesConfigSource(server, "test", 100))
            .build();
    return StageStartUp.check(config, all).faults();
  }
}
