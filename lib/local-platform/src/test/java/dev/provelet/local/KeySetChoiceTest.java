package dev.provelet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.function.FunctionJson;
import dev.provelet.contract.snark.KeySetManifest;
import dev.provelet.contract.snark.KeySetManifest.KeyFile;
import dev.provelet.contract.snark.Setup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeySetChoiceTest {
  private static final byte[] VERIFIER = "{}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path keys;

  @Test
  void the_only_key_set_of_this_engine_is_found() throws Exception {
    // Given
    String ceremony = make("engine-1", Setup.CEREMONY);
    make("engine-0", Setup.CEREMONY);
    make("engine-1", Setup.INSECURE_DEV);
    Files.createDirectory(keys.resolve("x.partial"));
    // When, then
    assertThat(choice().found(Setup.CEREMONY))
        .hasValueSatisfying(
            found -> {
              assertThat(found.id().hex()).isEqualTo(ceremony);
              assertThat(found.insecure()).isFalse();
              assertThat(found.verifierFiles()).containsExactly("verifier.json", "manifest.json");
            });
  }

  @Test
  void without_key_sets_nothing_is_found() throws Exception {
    assertThat(choice().found(Setup.CEREMONY)).isEmpty();
    assertThat(new KeySetChoice(keys.resolve("none"), "engine-1").found(Setup.CEREMONY)).isEmpty();
  }

  @Test
  void of_several_one_has_to_be_named() throws Exception {
    // Given
    String one = make("engine-1", Setup.CEREMONY, "a");
    String other = make("engine-1", Setup.CEREMONY, "b");
    // When, then
    assertThatThrownBy(() -> choice().found(Setup.CEREMONY))
        .hasMessageContaining(one)
        .hasMessageContaining(other);
    assertThat(choice().named(other, false).id().hex()).isEqualTo(other);
  }

  @Test
  void an_insecure_one_is_taken_only_when_that_is_said() throws Exception {
    // Given
    String insecure = make("engine-1", Setup.INSECURE_DEV);
    // When, then
    assertThatThrownBy(() -> choice().named(insecure, false))
        .hasMessageContaining("everybody can forge proofs")
        .hasMessageContaining("--insecure-dev-snark");
    assertThat(choice().named(insecure, true).insecure()).isTrue();
    assertThat(choice().found(Setup.CEREMONY)).isEmpty();
  }

  @Test
  void what_is_named_and_cannot_be_used_is_said_so() throws Exception {
    String older = make("engine-0", Setup.CEREMONY);
    String none = Digest.of(new byte[] {7}).hex();

    assertThatThrownBy(() -> choice().named("7", false)).hasMessageContaining("64 lower-case hex");
    assertThatThrownBy(() -> choice().named(none, false))
        .hasMessageContaining("there is no key set " + none)
        .hasMessageContaining("./provelet snark setup");
    assertThatThrownBy(() -> choice().named(older, false))
        .hasMessageContaining("engine-0")
        .hasMessageContaining("engine-1");
  }

  @Test
  void a_key_set_that_lacks_a_part_is_not_found_and_said_to_when_it_is_named() throws Exception {
    // Given
    String id = make("engine-1", Setup.CEREMONY);
    Files.write(keys.resolve(id).resolve("verifier.json"), new byte[1]);
    // When, then
    assertThat(choice().found(Setup.CEREMONY)).isEmpty();
    assertThatThrownBy(() -> choice().named(id, false))
        .hasMessageContaining("verifier.json")
        .hasMessageContaining("./provelet snark setup repairs it");
  }

  @Test
  void a_damaged_file_is_not_read() throws Exception {
    // Given
    String id = make("engine-1", Setup.CEREMONY);
    LocalKeySet keySet = choice().named(id, false);
    assertThat(keySet.read("verifier.json")).isEqualTo(VERIFIER);
    // When
    Files.writeString(keys.resolve(id).resolve("verifier.json"), "[]");
    Files.writeString(keys.resolve(id).resolve("manifest.json"), "{}");
    // Then
    assertThatThrownBy(() -> keySet.read("verifier.json")).hasMessageContaining("is damaged");
    assertThatThrownBy(() -> keySet.read("manifest.json")).hasMessageContaining("is damaged");
    assertThatThrownBy(() -> choice().named(id, false)).hasMessageContaining("manifest.json");
  }

  private KeySetChoice choice() {
    return new KeySetChoice(keys, "engine-1");
  }

  private String make(String engineVersion, Setup setup) throws IOException {
    return make(engineVersion, setup, "1");
  }

  private String make(String engineVersion, Setup setup, String version) throws IOException {
    byte[] manifest =
        FunctionJson.write(
                new KeySetManifest(
                    version,
                    engineVersion,
                    setup,
                    Map.of("verifier.json", new KeyFile(VERIFIER.length, Digest.of(VERIFIER)))))
            .getBytes(StandardCharsets.UTF_8);
    Path directory = Files.createDirectory(keys.resolve(Digest.of(manifest).hex()));
    Files.write(directory.resolve("manifest.json"), manifest);
    Files.write(directory.resolve("verifier.json"), VERIFIER);
    return Digest.of(manifest).hex();
  }
}
