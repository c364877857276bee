package dev.provelet.stage.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.snark.KeySetManifest;
import dev.provelet.contract.snark.Setup;
import dev.provelet.stage.SnarkConfig;
import dev.provelet.stage.snark.KeySet;
import dev.provelet.stage.snark.SnarkSettings;
import dev.provelet.stage.testing.TestConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused at start of the settings of on-chain proofs. */
final class SnarkSettingsTest {
  private static final String ALLOW = "provelet.snark.allow-insecure-dev";
  private static final String KEY_SET = "provelet.snark.key-set";
  private static final String ADDRESS = "0x" + "0123456789abcdefABCD".repeat(2);
  private static final Digest ID = Digest.of(new byte[0]);

  /** Settings of a laptop's platform, that only the machine itself can reach. */
  private static final Map<String, String> LAPTOP = Map.of("quarkus.http.host", "127.0.0.1");

  @Test
  void nothing_is_wrong_with_no_settings_at_all() {
    assertThat(faults(Map.of(), Map.of(), Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "provelet.snark.key-set | 12 | 64 lower-case hex digits",
        "provelet.snark.addresses.1 | 0x12 | 0x and 40 hex digits",
        "provelet.snark.addresses.main | 0x0123456789abcdef0123456789abcdef01234567 | a chain id",
      })
  void settings_that_cannot_work_are_named(String setting, String value, String words) {
    assertThat(faults(Map.of(setting, value), Map.of(), Map.of()))
        .singleElement()
        .asString()
        .contains(words);
  }

  @Test
  void a_key_set_needs_capabilities_that_outlive_the_download_of_its_largest_file() {
    assertThat(
            faults(
                Map.of(KEY_SET, ID.hex()),
                Map.of("provelet.stage.capability-validity", "1h"),
                Map.of()))
        .singleElement()
        .asString()
        .contains("provelet.stage.capability-validity of at least 2h");
  }

  @Test
  void a_laptop_may_allow_the_insecure_setup_by_a_property() {
    assertThat(faults(Map.of(ALLOW, "true"), Map.of(), LAPTOP)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PROVELET_SNARK_ALLOW_INSECURE_DEV", "provelet.snark.allow-insecure-dev"})
  void no_environment_variable_can_allow_the_insecure_setup(String variable) {
    // Given
    ConfigSource environment = new EnvConfigSource(Map.of(variable, "true"), 300);
    Config all = config(List.of(environment, properties(LAPTOP)));
    assertThat(all.getValue(ALLOW, Boolean.class)).isTrue();
    // When
    List<String> faults = faults(Map.of(ALLOW, "true"), Map.of(), all);
    // Then
    assertThat(faults).singleElement().asString().contains("not by an environment variable");
  }

  @Test
  void a_property_that_refers_to_a_variable_cannot_allow_it_either() {
    // Given
    Map<String, String> referring = new HashMap<>(LAPTOP);
    referring.put(ALLOW, "${SOME_VARIABLE:true}");
    Config all = config(List.of(properties(referring)));
    // When
    List<String> faults = faults(Map.of(ALLOW, "true"), Map.of(), all);
    // Then
    assertThat(faults).singleElement().asString().contains("not by an environment variable");
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, http://127.0.0.1:8092",
    ", http://127.0.0.1:8092",
    "10.0.0.5, http://127.0.0.1:8092",
    "127.0.0.1, https://files.example"
  })
  void a_stage_that_others_can_reach_does_not_take_the_insecure_setup(String host, String files) {
    // Given
    Map<String, String> server = host == null ? Map.of() : Map.of("quarkus.http.host", host);
    // When
    List<String> faults =
        faults(Map.of(ALLOW, "true"), Map.of("provelet.stage.public-file-server", files), server);
    // Then
    assertThat(faults).singleElement().asString().contains("none but this machine can reach");
  }

  @Test
  void an_insecure_key_set_needs_the_flag() {
    assertThat(SnarkSettings.check(snark(Map.of()), keySet(Setup.INSECURE_DEV)).faults())
        .singleElement()
        .asString()
        .contains(ID.hex(), "everybody can forge proofs", ALLOW);
    assertThat(SnarkSettings.check(snark(Map.of()), keySet(Setup.CEREMONY)).faults()).isEmpty();
    assertThat(
            SnarkSettings.check(snark(Map.of(ALLOW, "true")), keySet(Setup.INSECURE_DEV)).faults())
        .isEmpty();
  }

  @Test
  void an_insecure_contract_has_addresses_on_the_development_chain_only() {
    // Given
    SnarkConfig both =
        snark(
            Map.of(
                ALLOW,
                "true",
                "provelet.snark.addresses.1",
                ADDRESS,
                "provelet.snark.addresses.31337",
                ADDRESS));
    SnarkConfig development =
        snark(Map.of(ALLOW, "true", "provelet.snark.addresses.31337", ADDRESS));
    // When, then
    assertThat(SnarkSettings.check(both, keySet(Setup.INSECURE_DEV)).faults())
        .singleElement()
        .asString()
        .contains("31337");
    assertThat(SnarkSettings.check(development, keySet(Setup.INSECURE_DEV)).faults()).isEmpty();
    assertThat(SnarkSettings.check(both, keySet(Setup.CEREMONY)).faults()).isEmpty();
  }

  private static KeySet keySet(Setup setup) {
    return new KeySet(ID, new KeySetManifest("1", "engine", setup, Map.of()), 1);
  }

  private static SnarkConfig snark(Map<String, String> settings) {
    return TestConfig.snark(settings);
  }

  private static List<String> faults(
      Map<String, String> snark, Map<String, String> stage, Map<String, String> server) {
    Map<String, String> all = new HashMap<>(snark);
    all.putAll(server);
    return faults(snark, stage, config(List.of(properties(all))));
  }

  private static List<String> faults(
      Map<String, String> snark, Map<String, String> stage, Config all) {
    return SnarkSettings.check(snark(snark), TestConfig.of(stage), all).faults();
  }

  private static ConfigSource properties(Map<String, String> properties) {
    return new PropertiesConfigSource(properties, "test", 100);
  }

  private static Config config(List<ConfigSource> sources) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withSources(sources.toArray(ConfigSource[]::new))
        .build();
  }
}
