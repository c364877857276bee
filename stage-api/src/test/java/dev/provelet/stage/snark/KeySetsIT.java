package dev.provelet.stage.snark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provelet.contract.artifact.ArtifactKey;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.snark.KeyFiles;
import dev.provelet.contract.snark.KeySetManifest;
import dev.provelet.contract.snark.KeySetManifest.KeyFile;
import dev.provelet.contract.snark.Setup;
import dev.provelet.objectstore.ObjectStore;
import dev.provelet.objectstore.StoreUnavailableException;
import dev.provelet.objectstore.testing.S3TestServer;
import dev.provelet.stage.testing.FakeKeySet;
import dev.provelet.stage.testing.TestConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Key sets in a real store. */
final class KeySetsIT {
  private static final FakeKeySet KEY_SET = FakeKeySet.of(Setup.CEREMONY);

  private final S3TestServer server = S3TestServer.s3Proxy();
  private final ObjectStore store = server.store();

  @AfterEach
  void close() {
    server.close();
  }

  private KeySets configured(FakeKeySet keySet) {
    return new KeySets(
        store, TestConfig.snark(Map.of("provelet.snark.key-set", keySet.id().hex())));
  }

  @Test
  void the_configured_set_is_read_and_its_small_files_are_held_against_its_manifest()
      throws Exception {
    // Given
    KeySets keySets = configured(KEY_SET.putInto(store));
    // When
    KeySet keySet = keySets.forNewProofs().orElseThrow();
    // Then
    assertThat(keySet.manifest().engineVersion()).isEqualTo(FakeKeySet.ENGINE);
    assertThat(keySets.engineVersion(KEY_SET.id())).hasValue(FakeKeySet.ENGINE);
    assertThat(keySets.file(keySet, KeyFiles.VERIFIER))
        .hasValueSatisfying(
            bytes -> assertThat(bytes).isEqualTo(FakeKeySet.content(KeyFiles.VERIFIER)));
    assertThat(keySets.file(keySet, "unheard-of")).isEmpty();
    assertThat(keySet.file(KeySetManifest.NAME).sha256()).isEqualTo(KEY_SET.id());
  }

  @Test
  void without_one_there_is_none() throws Exception {
    assertThat(new KeySets(store, TestConfig.snark(Map.of())).forNewProofs()).isEmpty();
  }

  @Test
  void a_set_that_is_not_in_the_store_is_named_with_the_command_that_puts_it_there() {
    assertThatThrownBy(() -> configured(KEY_SET).forNewProofs())
        .isInstanceOf(KeySetException.class)
        .hasMessageContaining(KEY_SET.id().hex())
        .hasMessageContaining("publish-keys");
  }

  @Test
  void a_manifest_of_another_set_is_refused() throws Exception {
    // Given
    replace(ArtifactKey.snarkKey(KEY_SET.id(), KeySetManifest.NAME), new byte[] {'{', '}'});
    // When, then
    assertThatThrownBy(() -> configured(KEY_SET).forNewProofs())
        .isInstanceOf(KeySetException.class)
        .hasMessageContaining("it belongs to that key set, not to " + KEY_SET.id());
  }

  @Test
  void a_manifest_as_large_as_a_key_is_not_read_to_its_end() throws Exception {
    // Given
    replace(
        ArtifactKey.snarkKey(KEY_SET.id(), KeySetManifest.NAME),
        new byte[KeySetManifest.MAX_BYTES + 1]);
    // When, then
    assertThatThrownBy(() -> configured(KEY_SET).forNewProofs())
        .isInstanceOf(KeySetException.class)
        .hasMessageContaining("larger than");
  }

  @Test
  void an_altered_file_is_not_handed_out() throws Exception {
    // Given
    KeySets keySets = configured(KEY_SET.putInto(store));
    KeySet keySet = keySets.forNewProofs().orElseThrow();
    replace(ArtifactKey.snarkKey(KEY_SET.id(), KeyFiles.CONTRACT), new byte[] {1});
    // When, then
    assertThatThrownBy(() -> keySets.file(keySet, KeyFiles.CONTRACT))
        .isInstanceOf(KeySetException.class)
        .hasMessageContaining("publish the key set again");
  }

  @Test
  void a_file_of_another_size_is_not_there_for_functions() throws Exception {
    // Given
    KeySets keySets = configured(KEY_SET.putInto(store, List.of(KeyFiles.STATIC_SRS)));
    KeySet keySet = keySets.forNewProofs().orElseThrow();
    KeyFile srs = keySet.file(KeyFiles.STATIC_SRS);
    // When, then
    assertThat(keySets.has(keySet, KeyFiles.STATIC_SRS, srs)).isTrue();
    assertThat(keySets.has(keySet, KeyFiles.CIRCUIT, keySet.file(KeyFiles.CIRCUIT))).isFalse();
    replace(ArtifactKey.snarkKey(KEY_SET.id(), KeyFiles.STATIC_SRS), new byte[] {1});
    assertThat(keySets.has(keySet, KeyFiles.STATIC_SRS, srs)).isFalse();
  }

  @Test
  void an_insecure_set_is_not_used_without_the_flag_though_the_store_was_away_at_start() {
    // Given
    FakeKeySet insecure = FakeKeySet.of(Setup.INSECURE_DEV).putInto(store);
    // When, then
    assertThatThrownBy(() -> configured(insecure).forNewProofs())
        .isInstanceOf(KeySetException.class)
        .hasMessageContaining("everybody can forge proofs");
  }

  @Test
  void a_store_that_is_away_says_nothing_about_the_set() {
    // Given
    KeySets keySets = configured(KEY_SET.putInto(store));
    server.close();
    // When, then
    assertThatThrownBy(keySets::forNewProofs).isInstanceOf(StoreUnavailableException.class);
  }

  private void replace(ArtifactKey key, byte[] content) throws IOException {
    Path file = Files.createTempFile("altered", null);
    try {
      Files.write(file, content);
      store.replace(key, file, Digest.of(content), ObjectStore.MEDIA_TYPE);
    } finally {
      Files.delete(file);
    }
  }
}
