package dev.provelet.contract.snark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.snark.KeySetManifest.KeyFile;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySetManifestTest {
  private static final Digest DIGEST = Digest.of(new byte[0]);
  private static final String JSON =
      """
      {"version":"1","engineVersion":"openvm-2.0.2/3-a","setup":"insecure-dev",
      "files":{"static.key":{"bytes":4400000000,"sha256":"%s"}}}
      """
          .formatted(DIGEST);

  @Test
  void a_manifest_says_what_each_file_has_to_be() {
    byte[] bytes = JSON.getBytes(StandardCharsets.UTF_8);
    KeySetManifest manifest = KeySetManifest.read(Digest.of(bytes), bytes);
    assertThat(manifest.engineVersion()).isEqualTo("openvm-2.0.2/3-a");
    assertThat(manifest.setup()).isEqualTo(Setup.INSECURE_DEV).hasToString("insecure-dev");
    assertThat(manifest.file(KeyFiles.STATIC_KEY)).hasValue(new KeyFile(4_400_000_000L, DIGEST));
    assertThat(manifest.file(KeyFiles.STATIC_SRS)).isEmpty();
  }

  @Test
  void a_manifest_of_another_key_set_is_refused() {
    byte[] bytes = JSON.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> KeySetManifest.read(DIGEST, bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Digest.of(bytes).hex())
        .hasMessageContaining(DIGEST.hex());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "\"0\"", "null"})
  void a_setup_has_a_name_and_no_number(String setup) {
    byte[] bytes = JSON.replace("\"insecure-dev\"", setup).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> KeySetManifest.read(Digest.of(bytes), bytes))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"insecure", "INSECURE_DEV", "Ceremony", ""})
  void a_setup_of_another_name_is_none(String setup) {
    byte[] bytes = JSON.replace("insecure-dev", setup).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> KeySetManifest.read(Digest.of(bytes), bytes))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
