package dev.provelet.contract.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsCheckTest {
  private static final String KEY = "A".repeat(43) + "=";
  private final SettingsCheck check = new SettingsCheck("provelet.test");

  @Test
  void settings_that_work_are_accepted() {
    check.require(true, "name", "a name");
    check.requireBetween("slots", 1, 1, 64);
    check.requireArraySize("size", 1);
    check.requirePositive("pause", Duration.ofMillis(1));
    check.requireNotNegative("wait", Duration.ZERO);
    check.requireHttpUrl("url", URI.create("https://files.example"));
    check.requireBucket("bucket", "a-bucket.1");
    check.requireCapabilityKeys("keys", Optional.of(Secret.of("a:" + KEY + ",b:" + KEY)));

    assertThat(check.faults()).isEmpty();
    assertThatCode(() -> check.refuse(IllegalStateException::new)).doesNotThrowAnyException();
  }

  @Test
  void all_faults_are_named_at_once() {
    check.requireBetween("slots", 0, 1, 64);
    check.requireArraySize("size", 3L << 30);
    check.requirePositive("pause", Duration.ZERO);
    check.requireNotNegative("wait", Duration.ofSeconds(-1));

    assertThatThrownBy(() -> check.refuse(IllegalStateException::new))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(
            "provelet.test.slots: 1 to 64, not 0",
            "provelet.test.size: 1 byte to 2 GiB",
            "provelet.test.pause: longer than 0",
            "provelet.test.wait: not negative");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://files", "files", "/files", "http:files"})
  void a_url_is_an_absolute_http_url(String url) {
    check.requireHttpUrl("url", URI.create(url));
    assertThat(check.faults()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"No", "a/b", "ab", "-ab"})
  void a_bucket_has_a_name_that_s3_takes(String name) {
    check.requireBucket("bucket", name);
    assertThat(check.faults()).hasSize(1);
  }

  @Test
  void missing_keys_are_said_so() {
    check.requireCapabilityKeys("keys", Optional.empty());
    assertThat(check.faults()).singleElement().asString().contains("provelet.test.keys: missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "k:c2hvcnQ= | at least 32",
        "k:not*base64*not*base64 | is not Base64",
        "notbase64notbase64notbase64 | write id:base64secret",
        "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=:key | an id is 1 to 16 letters or digits",
      })
  void weak_or_malformed_keys_are_refused_without_repeating_them(String keys, String words) {
    check.requireCapabilityKeys("keys", Optional.of(Secret.of(keys)));
    assertThat(check.faults())
        .singleElement()
        .asString()
        .contains(words)
        .doesNotContain("c2hvcnQ=", "not*base64", "notbase64notbase64", "AQEBAQEB");
  }
}
