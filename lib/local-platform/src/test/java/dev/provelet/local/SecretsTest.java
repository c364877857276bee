package dev.provelet.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.provelet.contract.capability.CapabilityKeys;
import dev.provelet.contract.settings.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  @TempDir private Path directory;

  @Test
  void secrets_are_made_once_and_read_afterwards() throws Exception {
    Path file = directory.resolve("secrets");

    Secrets made = Secrets.loadOrCreate(file);
    Secrets read = Secrets.loadOrCreate(file);

    assertThat(read.capabilityKeys()).isEqualTo(made.capabilityKeys());
    assertThat(read.storeCredential()).isEqualTo(made.storeCredential());
    assertThat(read.databasePassword()).isEqualTo(made.databasePassword());
  }

  @Test
  void two_platforms_have_different_secrets() throws Exception {
    Secrets one = Secrets.loadOrCreate(directory.resolve("one"));
    Secrets other = Secrets.loadOrCreate(directory.resolve("other"));

    assertThat(one.capabilityKeys()).isNotEqualTo(other.capabilityKeys());
    assertThat(one.storeCredential()).isNotEqualTo(other.storeCredential());
  }

  @Test
  void only_the_owner_can_read_them() throws Exception {
    Path file = directory.resolve("secrets");

    Secrets.loadOrCreate(file);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void the_capability_key_is_one_that_the_services_take() throws Exception {
    Secrets secrets = Secrets.loadOrCreate(directory.resolve("secrets"));

    assertThat(CapabilityKeys.parse(Secret.of(secrets.capabilityKeys())).keys()).hasSize(1);
  }
}
