package dev.provelet.stage.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.stage.testing.TestConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StartUpTest {

  @Test
  void whatWorksIsNotObjectedTo() {
    assertThat(objections(Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "provelet.stage.capability-keys | | capability-keys is missing",
        "provelet.stage.capability-keys | k1:c2hvcnQ= | at least 32",
        "provelet.stage.capability-keys | secretsecretsecretsecretsecretsecret | write id:base64",
        "provelet.stage.functions[0].url | ftp://127.0.0.1 | http or https URL",
        "provelet.stage.functions[0].slots | 0 | slots is at least 1",
        "provelet.stage.file-server | files | http or https URL",
        "provelet.stage.public-file-server | /files | http or https URL",
        "provelet.stage.dispatch.lease | 1s | lease is at least 3 seconds",
        "provelet.stage.capability-validity | 10s | shorter than a lease",
      })
  void whatCannotWorkIsRefusedInWords(String setting, String value, String words) {
    // Given
    Map<String, String> change = new HashMap<>();
    change.put(setting, value == null ? "" : value);
    // When
    List<String> objections = objections(change);
    // Then
    assertThat(objections).anyMatch(objection -> objection.contains(words));
    assertThat(objections).noneMatch(objection -> objection.contains("secretsecret"));
  }

  @Test
  void withoutFunctionsThereIsNothingToDispatchTo() {
    assertThat(StartUp.objections(TestConfig.of(Map.of())))
        .anyMatch(objection -> objection.contains("functions is empty"));
  }

  private static List<String> objections(Map<String, String> change) {
    Map<String, String> settings = new HashMap<>();
    settings.put("provelet.stage.capability-keys", TestConfig.KEYS);
    settings.put("provelet.stage.functions[0].url", "http://127.0.0.1:8091");
    settings.putAll(change);
    return StartUp.objections(TestConfig.of(settings));
  }
}
