package dev.provelet.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileServerStartUpTest {

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

  @Test
  void settings_that_work_are_accepted() {
    FileServerConfig config = config("provelet.files.presign-endpoint", "https://s3.example:9000");
    assertThat(FileServerStartUp.check(config).faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bucket           | No             | is none
          presign-validity | 0S             | 1 second to 7 days
          presign-validity | 8D             | 1 second to 7 days
          max-put-size     | 0              | 1 to
          max-put-size     | 1025G          | 1 to
          readiness-cache  | -1S            | not negative
          public-url       | files.example  | an absolute http or https URL
          presign-endpoint | /s3            | an absolute http or https URL
          capability-keys  | k:c2hvcnQ=     | at least 32 are needed
          capability-keys  |                | missing
          """)
  void settings_that_cannot_work_are_named(String key, String value, String words) {
    FileServerConfig config = config("provelet.files." + key, value == null ? "" : value);
    assertThat(FileServerStartUp.check(config).faults())
        .singleElement()
        .asString()
        .contains("provelet.files." + key, words)
        .doesNotContain("c2hvcnQ");
  }
}
