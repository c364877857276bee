package dev.provelet.files;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provelet.contract.capability.CapabilityUrls;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartUpTest {

  private static FileServerConfig config(String key, String value) {
    Map<String, String> values = new HashMap<>();
    values.put("provelet.files.capability-keys", TestKeys.NEW);
    values.put("provelet.files.public-url", "https://files.example");
    values.put(key, value);
    return new SmallRyeConfigBuilder()
        .withMapping(FileServerConfig.class)
        .addDiscoveredConverters()
        .withDefaultValues(values)
        .build()
        .getConfigMapping(FileServerConfig.class);
  }

  private static CapabilityUrls urls(String keys) {
    return new StartUp()
        .capabilityUrls(config("provelet.files.capability-keys", keys), Clock.systemUTC());
  }

  @Test
  void settingsThatWorkAreAccepted() {
    FileServerConfig config = config("provelet.files.presign-endpoint", "https://s3.example:9000");
    assertThatCode(() -> StartUp.checkSettings(config)).doesNotThrowAnyException();
    assertThatCode(() -> urls(TestKeys.NEW + "," + TestKeys.OLD)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bucket           | No             | is no bucket name
          bucket           | a/b            | is no bucket name
          presign-validity | 0S             | is not between 1 second and 7 days
          presign-validity | 8D             | is not between 1 second and 7 days
          max-put-size     | 0              | at least 1 byte
          public-url       | files.example  | is no absolute http or https URL
          public-url       | ftp://x        | is no absolute http or https URL
          presign-endpoint | /s3            | is no absolute http or https URL
          """)
  void settingsThatCannotWorkAreNamed(String key, String value, String words) {
    FileServerConfig config = config("provelet.files." + key, value);
    assertThatThrownBy(() -> StartUp.checkSettings(config))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("provelet.files." + key)
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          k:c2hvcnQ=                                       | has 5 bytes; at least 32 are needed
          k:not*base64*not*base64                          | is not Base64
          notbase64notbase64notbase64                      | write id:base64secret
          AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=:key | an id is 1 to 16 letters or digits
          """)
  void weakOrMalformedKeysAreRefusedWithoutRepeatingThem(String keys, String words) {
    assertThatThrownBy(() -> urls(keys))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("provelet.files.capability-keys")
        .hasMessageContaining(words)
        .hasMessageNotContainingAny("c2hvcnQ=", "not*base64", "notbase64notbase64", "AQEBAQEB");
  }
}
