package dev.provelet.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.provelet.cli.CommandException;
import dev.provelet.cli.client.KeyPublication;
import dev.provelet.contract.artifact.Digest;
import dev.provelet.contract.snark.Setup;
import dev.provelet.local.EmbeddedObjectStore;
import dev.provelet.local.LocalKeySet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key set on its way into an S3 server. */
class PublishKeysIT {
  private static final String BUCKET = "provelet";

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init")
  private EmbeddedObjectStore store;

  @SuppressWarnings("NullAway.Init")
  private LocalKeySet keySet;

  @BeforeEach
  void start() throws Exception {
    store = EmbeddedObjectStore.start(directory.resolve("objects"), "identity", "credential");
    FakeKeySet made = FakeKeySet.make(directory.resolve("keys"), Setup.CEREMONY);
    keySet = LocalKeySet.open(directory.resolve("keys"), Digest.parse(made.id()));
  }

  @AfterEach
  void stop() throws Exception {
    store.close();
  }

  @Test
  void each_file_is_put_once_and_the_manifest_last() throws Exception {
    try (KeyPublication publication = open(environment())) {
      assertThat(keySet.files()).hasSize(5).last().isEqualTo("manifest.json");
      for (String name : keySet.files()) {
        assertThat(publication.put(keySet, name)).as(name).isTrue();
        assertThat(publication.put(keySet, name)).as(name).isFalse();
        assertThat(stored(name)).hasSameBinaryContentAs(keySet.directory().resolve(name));
      }
    }
  }

  @Test
  void a_damaged_file_is_not_put() throws Exception {
    // Given
    Files.writeString(keySet.directory().resolve("root.key"), "toor");
    // When, then
    try (KeyPublication publication = open(environment())) {
      assertThatThrownBy(() -> publication.put(keySet, "root.key"))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("root.key is damaged");
    }
    assertThat(stored("root.key")).doesNotExist();
  }

  @Test
  void a_store_that_does_not_take_it_is_said() throws Exception {
    Map<String, String> wrong = environment();
    wrong.put("QUARKUS_S3_AWS_CREDENTIALS_STATIC_PROVIDER_SECRET_ACCESS_KEY", "other");

    try (KeyPublication publication = open(wrong)) {
      assertThatThrownBy(() -> publication.put(keySet, "root.key"))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("it answered with status 403");
    }
    wrong.remove("QUARKUS_S3_AWS_CREDENTIALS_STATIC_PROVIDER_SECRET_ACCESS_KEY");
    assertThatThrownBy(() -> open(wrong)).hasMessageContaining("go together");
    assertThatThrownBy(() -> KeyPublication.open(Map.of(), null))
        .hasMessageContaining("PROVELET_STAGE_BUCKET");
  }

  private Path stored(String name) {
    return directory
        .resolve("objects")
        .resolve(BUCKET)
        .resolve("snark-keys")
        .resolve(keySet.id().hex())
        .resolve(name);
  }

  private static KeyPublication open(Map<String, String> environment) throws CommandException {
    return KeyPublication.open(environment, BUCKET);
  }

  private Map<String, String> environment() {
    return new HashMap<>(
        Map.of(
            "QUARKUS_S3_ENDPOINT_OVERRIDE",
            store.endpoint().toString(),
            "QUARKUS_S3_AWS_CREDENTIALS_STATIC_PROVIDER_ACCESS_KEY_ID",
            "identity",
            "QUARKUS_S3_AWS_CREDENTIALS_STATIC_PROVIDER_SECRET_ACCESS_KEY",
            "credential"));
  }
}
